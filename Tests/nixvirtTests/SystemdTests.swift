import Foundation
import TestSupport
import Testing

private let analyze = ExternalTool.find("systemd-analyze")

/// What systemd says about the units of the golden modules.
@Suite(
  "Units in systemd", .enabled(if: nix != nil, "nix-instantiate is not installed"),
  .enabled(if: analyze != nil, "systemd-analyze is not installed"))
struct SystemdTests {
  @Test("no service is rated above 2.0", arguments: NixTests.modules)
  func exposure(name: String) throws {
    try withUnits(of: name) { files in
      for file in files where file.pathExtension == "service" {
        let result = try ExternalTool.run(
          try #require(analyze),
          ["security", "--offline=true", "--threshold=20", "--no-pager", file.path])
        #expect(result.status == 0, "\(file.lastPathComponent): \(result.output.suffix(200))")
      }
    }
  }

  @Test("all units are clean", arguments: NixTests.modules)
  func verified(name: String) throws {
    try withUnits(of: name) { files in
      guard !files.isEmpty else { return }
      let result = try ExternalTool.run(
        try #require(analyze), ["verify", "--man=no"] + files.map(\.path))
      #expect(result.status == 0)
      #expect(result.output + result.errors == "")
    }
  }

  private func withUnits(of name: String, _ body: ([URL]) throws -> Void) throws {
    let host = try EvaluatedModule(NixTests.path(name))
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try host.units.map { unit in
      let file = folder.appendingPathComponent(unit.name)
      // The files of guests are not on this machine.
      let text = unit.text.replacing(
        /\/etc\/nixvirt\/guests\/[a-z0-9-]+\/[a-z0-9-]+|\/nix\/store\/[^ ]*\/bin\/[a-z]+/,
        with: "/bin/true")
      try Data(text.utf8).write(to: file)
      return file
    }
    try body(files)
  }
}
