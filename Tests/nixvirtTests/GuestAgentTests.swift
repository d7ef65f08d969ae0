import Foundation
import TestSupport
import Testing

private let python = ExternalTool.find("python3")

/// The guest agent of QEMU: a real one, and fakes that do what a hostile guest could do.
@Suite("The guest agent", .ownThreads, .enabled(if: python != nil, "python3 is not installed"))
struct GuestAgentTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Agent")

  @Test("it is asked, freezes and thaws, and cannot harm the host")
  func agents() throws {
    let programs = GoldenFiles.repository.appendingPathComponent("Sources/VirtModel/Programs")
    let result = try ExternalTool.run(
      try #require(python), ["-B", "tests.py", programs.path], in: Self.folder.path, limit: 60)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let isCI = ProcessInfo.processInfo.environment["REQUIRE_TOOLS"] == "1"
    #expect(!isCI || !result.output.contains("skipped"), "\(result.output)")
  }

  @Test("only what a guest uses is in the module")
  func module() throws {
    func module(_ guests: String) throws -> String {
      let place = try Workplace("{ host.nic = \"eno1\"; guests = { \(guests) }; }")
      let result = try place.run("generate")
      try #require(result.status == 0, "\(result.errors)")
      return result.output
    }
    let plain = try module("a.diskSize = \"9g\";")
    #expect(!plain.contains("agent.sock") && !plain.contains("class Agent"))
    #expect(!plain.contains("addresses_from_agents") && !plain.contains("qemuGuest"))
    let image = try module(
      "a.diskSize = \"9g\"; b = { image = \"/srv/a.img\"; guestAgent = true; };")
    #expect(image.contains("guest.guestAgent or false") || image.contains("guest ? guestAgent"))
    #expect(image.contains("class Agent") && image.contains("addresses_from_agents"))
    #expect(!image.contains("qemuGuest"), "no NixOS guest has one")
    for install in ["nixos", "store"] {
      let nixos = try module(
        "a = { diskSize = \"9g\"; guestAgent = true; install = \"\(install)\"; };")
      #expect(nixos.contains("services.qemuGuest.enable = true;"))
    }
  }

  @Test("networkd is the default only where a fixed address needs it")
  func networkd() throws {
    func module(_ interface: String, _ install: String) throws -> String {
      let place = try Workplace(
        """
        { networks = { lan.uplink = "eno1"; inside.nat.subnet = "10.9.0.0/24"; };
          guests.a = { diskSize = "9g"; install = "\(install)"; interfaces = [ \(interface) ]; }; }
        """)
      return try place.run("generate").output
    }
    let line = "networking.useNetworkd = true;"
    for install in ["nixos", "store"] {
      let lan = "{ network = \"lan\"; address = \"192.168.1.9/24\"; }"
      #expect(try module(lan, install).contains(line))
      #expect(!(try module("{ network = \"lan\"; }", install)).contains(line))
      // DHCP assigns it.
      let inside = "{ network = \"inside\"; address = \"10.9.0.9\"; }"
      #expect(!(try module(inside, install)).contains(line))
    }
  }
}
