import Testing

@testable import VirtModel

/// The longest, the highest and the first value of each kind, and the next one, which is none.
@Suite("Values at their boundaries")
struct ValueBoundaryTests {
  private static func text(_ letter: Character, _ count: Int) -> String {
    String(repeating: letter, count: count)
  }

  @Test("names at their longest")
  func names() {
    #expect(GuestName(Self.text("a", 63)) != nil && GuestName(Self.text("a", 64)) == nil)
    #expect(Label(Self.text("a", 36)) != nil && Label(Self.text("a", 37)) == nil)
    #expect(Label(disk: Self.text("a", 20)) != nil && Label(disk: Self.text("a", 21)) == nil)
    #expect(InterfaceName(Self.text("a", 15)) != nil && InterfaceName(Self.text("a", 16)) == nil)
    #expect(HostName(Self.text("a", 63)) != nil && HostName(Self.text("a", 64)) == nil)
    let labels = [63, 63, 63, 61].map { Self.text("a", $0) }.joined(separator: ".")
    #expect(labels.utf8.count == 253)
    #expect(HostName(labels) != nil && HostName(labels + "a") == nil)
    for name in ["-a", "a-", "a.-b", "a-.b", "a..b", ".a", "a.", "a_b", ""] {
      #expect(HostName(name) == nil, "\(name)")
    }
    #expect(HostName("A-1.b") != nil)
    let unit = Self.text("a", 255 - ".service".count) + ".service"
    #expect(UnitName(unit) != nil && UnitName("a\(unit)") == nil)
    #expect(UnitName(".service") == nil && UnitName("a.services") == nil)
    #expect(UnitName("dev-disk-by\\x2dlabel-a.device") != nil && UnitName("a b.service") == nil)
  }

  @Test("the first and the last address")
  func addresses() throws {
    let subnet = try #require(IPv4Interface("10.0.0.77/24")).subnet
    #expect(subnet.contains(subnet.first) && subnet.contains(subnet.last))
    #expect(!subnet.contains(try #require(IPv4Address("10.0.1.0"))))
    #expect(!subnet.contains(try #require(IPv4Address("9.255.255.255"))))
    #expect(IPv4Address("255.255.255.255") != nil && IPv4Address("256.0.0.0") == nil)
    #expect(IPv4Address("1.2.3") == nil && IPv4Address("1.2.3.4.5") == nil)
    #expect(IPv4Interface("1.2.3.4/32") != nil && IPv4Interface("1.2.3.4/33") == nil)
    for text in ["::", "::1", "fe80::1", "febf::1", "ff02::1"] {
      #expect(GuestAddress6(text) == nil, "\(text)")
    }
    for text in ["::2", "fec0::1", "fd00::1", "2001:db8::1/64", "fd00::1/128", "fd00::1/0"] {
      #expect(GuestAddress6(text)?.description == text)
    }
    for text in ["fd00::1/129", "fd00::1/", "fd00::1/064", "fd00::1/64/64", "fd00::1/+1"] {
      #expect(GuestAddress6(text) == nil, "\(text)")
    }
    #expect(GuestAddress6("fd00::1")?.subnet.description == "fd00::/64")
  }

  @Test("disks that are parts of each other")
  func disks() throws {
    func identity(_ path: String) throws -> DiskIdentity {
      DiskIdentity(try #require(AbsolutePath(path)))
    }
    for (one, other) in [
      ("/dev/sda", "/dev/sda"), ("/dev/sda", "/dev/sda1"), ("/dev/nvme0n1", "/dev/nvme0n1p12"),
      ("/dev/mapper/vg-data", "/dev/vg/data"), ("/dev/mapper/v--g-da--ta", "/dev/v-g/da-ta"),
      ("/dev/disk/by-id/ata-A", "/dev/disk/by-id/ata-A-part3"), ("/srv/a", "/srv/a"),
    ] {
      #expect(try identity(one).overlaps(identity(other)), "\(one) \(other)")
      #expect(try identity(other).overlaps(identity(one)), "\(other) \(one)")
    }
    for (one, other) in [
      ("/dev/sda1", "/dev/sda2"), ("/dev/sda", "/dev/sdb"), ("/dev/nvme0n1", "/dev/nvme0n2"),
      ("/dev/nvme0n1p1", "/dev/nvme0n1p2"), ("/dev/mapper/luks", "/dev/luks"),
      ("/dev/vg-data", "/dev/vg/data"), ("/dev/mapper/a-b-c", "/dev/a/b"),
      ("/dev/disk/by-id/ata-A1", "/dev/disk/by-id/ata-A"), ("/srv/sda", "/srv/sda1"),
      ("/dev/md0", "/dev/md"), ("/dev/storage1-a", "/dev/1/a"),
    ] {
      #expect(try !identity(one).overlaps(identity(other)), "\(one) \(other)")
    }
  }

  @Test("names in the Nix store")
  func storeNames() throws {
    #expect(StorePath.isName(Self.text("a", 211)[...]))
    #expect(!StorePath.isName(Self.text("a", 212)[...]))
    for name in ["a+b?c=d.e_f-g", "1"] { #expect(StorePath.isName(name[...]), "\(name)") }
    for name in ["", ".a", "a b", "a/b", "ä", "a~"] {
      #expect(!StorePath.isName(name[...]), "\(name)")
    }
    let hash = Self.text("0", 32)
    for path in ["/nix/store/\(hash)-a", "/nix/store/\(hash)-a/b"] {
      #expect(StorePath(try #require(AbsolutePath(path))) != nil, "\(path)")
    }
    for path in [
      "/nix/store/\(hash)", "/nix/store/\(hash)-", "/nix/store/\(hash.dropLast())-a",
      "/nix/store/\(hash.dropLast())e-a", "/nix/stores/\(hash)-a", "/nix/store", "/x/\(hash)-a",
    ] {
      #expect(StorePath(try #require(AbsolutePath(path))) == nil, "\(path)")
    }
    #expect(StorePath.isInStore(try #require(AbsolutePath("/nix/store"))))
    #expect(!StorePath.isInStore(try #require(AbsolutePath("/nix/stores"))))
  }

  @Test("percentages, devices and CPUs")
  func numbers() {
    #expect(MemoryRatio("1%") != nil && MemoryRatio("0%") == nil)
    #expect(MemoryRatio("1000%") != nil && MemoryRatio("1001%") == nil)
    #expect(MemoryRatio("50") == nil && MemoryRatio("+5%") == nil)
    #expect(CPUQuota("1000000%") != nil && CPUQuota("1000001%") == nil)
    #expect(CPUQuota("+5%") == nil)
    #expect(CPUList("8191") != nil && CPUList("8192") == nil && CPUList("5-5") != nil)
    #expect(PCIAddress("0000:01:1f.7") != nil && PCIAddress("0000:01:1f.8") == nil)
    #expect(PCIAddress("000:01:00.0") == nil && PCIAddress("0000:1:00.0") == nil)
    #expect(USBPort("1-2.3.4") != nil && USBPort("1") == nil && USBPort("0-1") == nil)
    #expect(USBPort("1-a") == nil && USBPort("a-1") == nil && USBPort("1-2.3b") == nil)
    #expect(USBPort("1-2.") == nil && USBPort("1-1000") == nil && USBPort("1-999") != nil)
    #expect(USBSerial(Self.text("a", 126)) != nil && USBSerial(Self.text("a", 127)) == nil)
    #expect(USBSerial("a b") == nil && USBSerial("a\"") == nil && USBSerial("") == nil)
    #expect(VNCDisplay(":59635") != nil && VNCDisplay(":59636") == nil)
  }

  @Test(
    "user data starts with a header",
    arguments: [
      ("", "is empty"), ("\u{FEFF}#cloud-config\n", "starts with a byte order mark"),
      ("\u{1F}\u{8B}", "is not a text"), ("a\u{0}", "is not a text"),
      ("# a\n#cloud-config\n", "starts with another line than its header"),
      ("users: []\n", "does not start with a header of cloud-init"),
      ("users: []\n#cloud-config\n", "does not start with a header of cloud-init"),
    ])
  func userData(text: String, problem: String) {
    #expect(UserDataContent(Array(text.utf8)).problem?.message == problem)
  }

  @Test("a size beside another one has its unit, unless it would be rounded")
  func sizes() {
    let sizes = [4 << 30, 5632 << 20, 1 << 30, 512].compactMap { Size(bytes: $0) }
    let besides = sizes.dropFirst().map { $0.readable(beside: sizes[0]) }
    #expect(besides == ["5.5 GiB", "1 GiB", "512 bytes"])
    #expect(sizes[2].readable(beside: sizes[3]) == "1 GiB")
  }
}
