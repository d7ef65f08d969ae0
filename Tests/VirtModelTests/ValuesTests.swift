import Testing
import VirtModel

@Suite("Values")
struct ValuesTests {
  @Test(
    "sizes",
    arguments: [
      ("512m", 512 << 20, "512m"), ("1g", 1 << 30, "1g"), ("1GiB", 1 << 30, "1g"),
      ("1024M", 1 << 30, "1g"), ("1025k", 1025 << 10, "1025k"), ("2Tb", 2 << 40, "2t"),
    ])
  func size(text: String, bytes: Int64, description: String) throws {
    let size = try Size(parsing: text)
    #expect(size.bytes == bytes)
    #expect(size.description == description)
  }

  @Test(
    "texts that are no sizes",
    arguments: [
      ("512", Size.Problem.unitMissing), ("", .malformed), ("g", .malformed), ("1.5g", .malformed),
      ("-1g", .malformed), ("0g", .zero), ("9999999999t", .tooLarge),
      ("99999999999999999999g", .tooLarge), ("1 g", .malformed), ("٣g", .malformed),
    ])
  func noSize(text: String, problem: Size.Problem) {
    #expect(throws: problem) { try Size(parsing: text) }
  }

  @Test("names of guests are labels of host names")
  func guestNames() {
    for name in ["a", "alice", "web-2", String(repeating: "a", count: 63)] {
      #expect(GuestName(name)?.description == name)
    }
    for name in [
      "", "Alice", "2web", "-a", "a-", "a_b", "a.b", "é", String(repeating: "a", count: 64),
    ] {
      #expect(GuestName(name) == nil)
    }
    #expect(GuestName.resembling("Alice's box")?.description == "alice-s-box")
  }

  @Test("names of interfaces have at most 15 bytes and nothing that means something elsewhere")
  func interfaceNames() {
    for name in ["eno1", "br-lan", "vlan.10", "a_b", "123456789012345"] {
      #expect(InterfaceName(name) != nil)
    }
    for name in [
      "", "1234567890123456", "a/b", "a b", "a%b", "a,b", "a:1", ".", "..", "all", "lo", "é",
    ] {
      #expect(InterfaceName(name) == nil)
    }
  }

  @Test("MAC addresses are single stations'")
  func macAddresses() {
    #expect(MACAddress("52:54:00:AB:cd:01")?.description == "52:54:00:ab:cd:01")
    for text in [
      "53:54:00:ab:cd:01", "00:00:00:00:00:00", "52:54:00:ab:cd", "52-54-00-ab-cd-01",
      "5:54:00:ab:cd:01", "52:54:00:ab:cd:+1",
    ] {
      #expect(MACAddress(text) == nil)
    }
  }

  @Test("IPv4 networks")
  func addresses() throws {
    let interface = try #require(IPv4Interface("192.168.7.20/20"))
    #expect(interface.subnet.description == "192.168.0.0/20")
    #expect(interface.subnet.last.description == "192.168.15.255")
    for text in [
      "192.168.1.1", "192.168.1.256/24", "192.168.1.01/24", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3/24",
    ] {
      #expect(IPv4Interface(text) == nil)
    }
    let whole = try #require(IPv4Interface("1.2.3.4/0")).subnet
    #expect(whole.last.description == "255.255.255.255")
    #expect(whole.overlaps(interface.subnet))
  }

  @Test("VNC displays are local unless the address is written out")
  func displays() throws {
    #expect(VNCDisplay(":1")?.description == "localhost:1")
    #expect(VNCDisplay("127.0.0.1:0")?.description == "localhost:0")
    #expect(VNCDisplay("0.0.0.0:7")?.isLocal == false)
    #expect(VNCDisplay("[::1]:7")?.isLocal == true)
    #expect(VNCDisplay("unix:/run/a.vnc")?.description == "unix:/run/a.vnc")
    for text in [
      "", "1", "localhost", "localhost:", ":01", ":59636", "a b:1", "host,x:1", "unix:a", "[x]:1",
    ] {
      #expect(VNCDisplay(text) == nil)
    }
  }

  @Test("public keys say of themselves what they are")
  func keys() throws {
    let blob = "AAAAC3NzaC1lZDI1NTE5AAAAIGFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh"
    let key = try SSHPublicKey(parsing: "  ssh-ed25519  \(blob)  me at home\n")
    #expect(key.description == "ssh-ed25519 \(blob) me at home")
    for (text, problem) in [
      ("ssh-rsa \(blob)", SSHPublicKey.Problem.typeMismatch("ssh-ed25519")),
      ("ssh-ed25519 \(blob.dropLast(8))", .blobCut), ("ssh-ed25519", .blobMissing),
      ("ssh-ed25519 a%", .blobNotBase64), ("ssh-dss AAAA", .unknownType("ssh-dss")),
      ("ssh-ed25519 \(blob) a\nssh-ed25519 \(blob)", .controlCharacter),
      ("-----BEGIN OPENSSH PRIVATE KEY-----", .isPrivate),
    ] {
      #expect(throws: problem) { try SSHPublicKey(parsing: text) }
    }
  }

  @Test("devices and CPUs")
  func devices() {
    #expect(PCIAddress("0000:0A:1f.7")?.description == "0000:0a:1f.7")
    #expect(USBDeviceID("1D6B:0002")?.description == "1d6b:0002")
    #expect(CPUList("0-3,8")?.description == "0-3,8")
    #expect(CPUQuota("150%")?.percent == 150)
    for text in ["01:00.0", "0000:01:20.0", "0000:01:00.8", "0000:01:00"] {
      #expect(PCIAddress(text) == nil)
    }
    for text in ["", "3-1", "a", "1,,2", "1-2-3", "9999"] { #expect(CPUList(text) == nil) }
    for text in ["0%", "%", "50", "1.5%"] { #expect(CPUQuota(text) == nil) }
  }

  @Test("values of one kind have an order")
  func order() throws {
    let macs = ["52:54:00:00:00:02", "52:54:00:00:00:01", "02:ff:00:00:00:01"].compactMap {
      MACAddress($0)
    }
    #expect(
      macs.sorted().map(\.description)
        == ["02:ff:00:00:00:01", "52:54:00:00:00:01", "52:54:00:00:00:02"])
    let interfaces = ["tap1", "eno1", "tap"].compactMap { InterfaceName($0) }
    #expect(interfaces.sorted().map(\.description) == ["eno1", "tap", "tap1"])
    let ports = ["80-90", "8080", "80-85", "443"].compactMap { PortRange($0) }
    #expect(ports.sorted().map(\.description) == ["80-85", "80-90", "443", "8080"])
  }

  @Test("IPv6 networks overlap if one contains the other")
  func networks6() throws {
    let networks = try ["fd00::/16", "fd00:1::/32", "fd00:2::/32"].map {
      try #require(IPv6Subnet($0))
    }
    #expect(networks[0].overlaps(networks[1]) && networks[1].overlaps(networks[0]))
    #expect(networks[1].overlaps(networks[1]) && !networks[1].overlaps(networks[2]))
  }

  @Test("descriptions are what is written")
  func descriptions() {
    #expect(MemoryRatio("150%").map { "\($0)" } == "150%")
    #expect(["a", "@web"].map { NameSelector<GuestName>($0).map { "\($0)" } } == ["a", "@web"])
    #expect(Size(bytes: 1 << 20)?.mebibytes == 1)
    #expect(Size(bytes: 1 << 20 | 1)?.mebibytes == 2)
    #expect(Size(bytes: 1)?.mebibytes == 1)
    for text in ["1.2.3.4", "fd00::1"] { #expect(NameServer(text)?.description == text) }
    #expect(NameServer("ns.example.org") == nil)
  }
}
