import Foundation
import TestSupport
import Testing

@testable import VirtModel

/// The PCI bus that real QEMU makes of a guest's command line, before and after a change: nothing that
/// stays moves. Devices that need hardware, or programs that are not here, have another device in their
/// places (``GuestCommand/missing``).
@Suite(
  "Virtual hardware in QEMU", .ownThreads,
  .enabled(if: nix != nil, "nix-instantiate is not installed"),
  .enabled(if: qemu != nil, "qemu-system-x86_64 is not installed"),
  .enabled(if: canMakeTaps, "this machine lets us make no tap interfaces"), .serialized)
struct HardwareTests {
  /// A guest with something of every kind, to add more to or to take away from.
  private static let full = """
    memory = "64m"; diskSize = "1g"; disks = { data.size = "1g"; logs.size = "1g"; };
    shares.home.source = "/srv/home"; pci = [ "0000:01:00.0" ]; usb = [ "1d6b:0002" ]; tpm = true;
    ready = true; vncDisplay = "unix:/run/guests/a/vnc.sock"; interfaces = [ { } { } ];
    """
  private static let small = #"memory = "64m"; diskSize = "1g";"#

  @Test(
    "what is added or taken away moves nothing",
    arguments: [small, full],
    [
      #"disks.more.size = "1g";"#, #"disks.ahead = { path = "/srv/ahead.img"; format = "raw"; };"#,
      #"shares.music.source = "/srv/music";"#, #"pci = [ "0000:01:00.0" "0000:02:00.0" ];"#,
      #"interfaces = [ { } { } { } ];"#, "ready = true;", "guestAgent = true;", "tpm = true;",
      #"vncDisplay = "unix:/run/guests/a/vnc.sock";"#, #"usb = [ "1d6b:0002" "1d6b:0003" ];"#,
      #"firmware = "uefi";"#, #"cpus = 4; memory = "128m";"#,
    ])
  func added(base: String, more: String) throws {
    let before = try bus(base)
    let after = try bus(base, more)
    // Bridges come with the first device that is behind one, and are devices, too.
    #expect(before.isSubset(of: after), "\(before.subtracting(after)) moved")
    // A guest that has it already does not get it again.
    let isNew = !["tpm", "firmware", "cpus"].contains { more.hasPrefix($0) }
    if isNew, base == Self.small { #expect(after.count > before.count) }
  }

  @Test("a card that is taken away leaves the places of those before it, and of all others")
  func removed() throws {
    let before = try bus(Self.full)
    for (old, new) in [
      ("[ { } { } ]", "[ { } ]"), (#"pci = [ "0000:01:00.0" ];"#, ""),
      (#"shares.home.source = "/srv/home";"#, ""), (#"logs.size = "1g";"#, ""),
      ("ready = true;", ""), (#"vncDisplay = "unix:/run/guests/a/vnc.sock";"#, ""),
      (#"usb = [ "1d6b:0002" ];"#, ""),
    ] {
      try #require(Self.full.contains(old))
      let after = try bus(Self.full.replacing(old, with: new))
      #expect(after.isSubset(of: before), "\(old) \(after.subtracting(before)) moved")
      #expect(after.count < before.count, "\(old)")
    }
  }

  @Test("a disk is where it is, whatever the others are called")
  func otherNames() throws {
    let one = try hardware(#"disks = { b.size = "1g"; };"#)
    let many = try hardware(#"disks = { a.size = "1g"; b.size = "1g"; c.size = "1g"; };"#)
    #expect(
      one.places[.disk(serial: "b")] != nil
        && one.places[.disk(serial: "b")] == many.places[.disk(serial: "b")])
  }

  @Test("the machine that is named is one of QEMU's", arguments: ["x86_64-linux", "aarch64-linux"])
  func machine(system: String) throws {
    let source = "{ host.system = \"\(system)\"; guests.a.diskSize = \"1g\"; }"
    let host = try #require(
      Pipeline.host(of: .init(name: "guests.nix", text: source), format: .nix).value)
    let platform = Platform(host)
    guard let program = ExternalTool.find(platform.emulator) else {
      #expect(!ExternalTool.areRequired, "\(platform.emulator) is not installed")
      return
    }
    let machine = try #require(VirtualHardware(host.guests[0], on: host).machine)
    let known = try ExternalTool.run(program, ["-machine", "help"]).output
    #expect(known.split(separator: "\n").contains { $0.hasPrefix("\(machine) ") })
  }

  @Test(
    "what a plan takes for the hardware of a guest is what its module makes",
    arguments: QEMUTests.modules.filter { $0 != "no-guests" })
  func planned(name: String) throws {
    let file = GoldenFiles.read("modules/\(name)/guests.nix")
    let (text, format) =
      try file.map { ($0, DescriptionFormat.nix) }
      ?? (try #require(GoldenFiles.read("modules/\(name)/guests.json")), .json)
    let host = try #require(
      Pipeline.host(of: .init(name: "guests", text: text), format: format).value)
    let module = try GeneratedModule.evaluated(name)
    for guest in host.guests {
      let script = try #require(module.script("qemu-guest-\(guest.name)"))
      let words = try GuestCommand.words(of: script)
      #expect(
        VirtualHardware(arguments: words) == VirtualHardware(guest, on: host), "\(guest.name)")
    }
  }

  // MARK: - QEMU

  /// The devices of all buses: the bus, the place on it, and what they are. `query-pci` has those on the
  /// machine's own bus; the others are on it only when firmware has numbered the bridges, and QEMU's tree of
  /// devices has them before that.
  private func bus(_ guest: String, _ more: String = "") throws -> Set<String> {
    try Self.buses.value(of: "\(guest) \(more)") { try newBus(guest, more) }
  }

  /// Those that several tests compare with others.
  private static let buses = Memory<Set<String>>()

  private func newBus(_ guest: String, _ more: String) throws -> Set<String> {
    let answers = try start(guest, more) {
      try $1.answers(to: ["query-pci", "info qtree"], in: $0)
    }
    #expect(answers.result.status == 0, "\(answers.result.errors)")
    var found: Set<String> = []
    for line in answers.answers.split(whereSeparator: \.isNewline) {
      let answer = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      if let buses = answer?["return"] as? [[String: Any]] {
        found.formUnion(buses.flatMap { Self.devices($0["devices"]) })
      } else if let tree = answer?["return"] as? String {
        found.formUnion(Self.devices(in: tree))
      }
    }
    return found
  }

  private static func devices(_ list: Any?) -> [String] {
    (list as? [[String: Any]] ?? []).map { device in
      let id = device["id"] as? [String: Any]
      let words = ["bus", "slot", "function"].map { "\(device[$0] ?? "")" }
      return "\(words.joined(separator: ".")) \(id?["vendor"] ?? ""):\(id?["device"] ?? "")"
    }
  }

  /// The devices on PCI buses, with the serial numbers and addresses that tell them from others.
  private static func devices(in tree: String) -> Set<String> {
    var found: Set<String> = []
    var buses: [(depth: Int, name: Substring)] = []
    var device = (depth: 0, words: "", place: "")
    for line in tree.split(whereSeparator: \.isNewline) {
      let text = line.drop { $0 == " " }
      let depth = line.utf8.count - text.utf8.count
      if text.hasPrefix("bus: ") {
        buses = buses.filter { $0.depth < depth } + [(depth, text.dropFirst(5))]
      } else if text.hasPrefix("dev: ") {
        buses = buses.filter { $0.depth < depth }
        // Those on other buses are parts of a device.
        guard let bus = buses.last?.name, bus == "pcie.0" || bus.hasPrefix("bridge") else {
          continue
        }
        device = (depth, String(text.dropFirst(5)), "")
      } else if text.hasPrefix("addr = "), depth == device.depth + 2 {
        device.place = "\(buses.last?.name ?? "") \(text.dropFirst(7))"
        found.insert("\(device.place) \(device.words)")
      } else if !device.place.isEmpty, depth > device.depth,
        ["serial = ", "mac = ", "tag = "].contains(where: text.hasPrefix)
      {
        found.insert("\(device.place) \(text)")
      }
    }
    return found
  }

  private func hardware(_ more: String) throws -> VirtualHardware {
    try start(Self.small, more) { VirtualHardware(arguments: $1.arguments) }
  }

  private func start<Value>(
    _ guest: String, _ more: String, _ body: (URL, GuestCommand) throws -> Value
  ) throws -> Value {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // The last of two settings counts.
    let description =
      "{ host.nic = \"eno1\"; defaults = { \(guest) }; guests.a = { \(more) }; }"
    let module = try GeneratedModule.evaluated(text: description)
    let command = try #require(
      try GuestCommand("qemu-guest-a", of: module, in: folder, standIns: true))
    return try body(folder, command)
  }
}
