import Testing

@testable import VirtModel

/// Where devices sit on a guest's PCI bus.
@Suite("Virtual hardware")
struct HardwarePlanTests {
  @Test("SHA-256 is that of FIPS 180-4")
  func hash() {
    func digest(_ text: String) -> String {
      SHA256.hash(text).map { hex(UInt64($0), digits: 2) }.joined()
    }
    #expect(digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  /// Version 1 is out with the first release, and does not change.
  @Test("the places of version 1 are what they are")
  func places() {
    let singles = HardwarePlan.Single.allCases.map { HardwarePlan.address($0).properties }
    #expect(
      singles == (1...9).map { "bus=pcie.0,addr=0x\($0)" }
        + ["b", "c"].map { "bus=pcie.0,addr=0x\($0)" })
    #expect(HardwarePlan.card(0).properties == "bus=pcie.0,addr=0x10")
    #expect(HardwarePlan.card(7).properties == "bus=pcie.0,addr=0x17")
    #expect(HardwarePlan.hostDevice(6).properties == "bus=pcie.0,addr=0x1e")
    #expect(HardwarePlan.behindBridge(247).properties == "bus=bridge7,addr=0x1f")
    #expect(HardwarePlan.place("disk", "data") == 118)
    #expect(HardwarePlan.place("share", "data") == 190)
  }

  @Test("no two kinds of devices share a slot, and none has one of the machine's own")
  func slots() {
    var slots = HardwarePlan.Single.allCases.map(\.rawValue) + [HardwarePlan.bridgeSlot]
    slots += (0..<HardwarePlan.directCards).map { HardwarePlan.card($0).slot }
    slots += (0..<HardwarePlan.directHostDevices).map { HardwarePlan.hostDevice($0).slot }
    #expect(Set(slots).count == slots.count)
    #expect(slots.allSatisfy { (1..<0x1f).contains($0) })
  }
}
