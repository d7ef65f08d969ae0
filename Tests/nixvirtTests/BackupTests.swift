import Foundation
import TestSupport
import Testing

private let python = ExternalTool.find("python3")

/// The programs that back up and restore guests, with the disks of a real QEMU.
@Suite(
  "Backups", .ownThreads, .enabled(if: python != nil, "python3 is not installed"),
  .enabled(if: qemu != nil, "qemu-system-x86_64 is not installed"),
  .enabled(if: ExternalTool.find("zstd") != nil, "zstd is not installed"),
  .enabled(
    if: ExternalTool.find("qemu-storage-daemon") != nil, "qemu-storage-daemon is not installed"),
  .serialized)
struct BackupTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Backup")

  @Test(
    "backups and restores of real disks",
    arguments: [
      "series", "iothread", "off", "moment", "killed", "ended", "damaged", "retention", "clock",
      "options",
      "elsewhere",
      "hostile", "snapshots", "memory", "snapshot_faults", "verified", "renamed", "throttled",
      "started",
    ])
  func run(name: String) throws { try passes(name) }

  @Test("no room", .enabled(if: geteuid() == 0, "only root can mount a small file system"))
  func full() throws { try passes("full") }

  @Test("the descriptions in the page about backups are right")
  func page() throws {
    let page = try String(
      contentsOf: GoldenFiles.repository.appendingPathComponent("docs/backup.md"), encoding: .utf8)
    let blocks = page.components(separatedBy: "```nix\n").dropFirst()
    #expect(blocks.count == 2)
    for block in blocks {
      let text = try #require(block.components(separatedBy: "```").first)
      let result = try NixvirtProgram.run(["generate", "-"], input: text, in: Self.folder.path)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("backupService ="))
    }
  }

  private func passes(_ name: String) throws {
    let result = try ExternalTool.run(
      try #require(python), ["-B", "tests.py", name], in: Self.folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\(name): passed"))
  }
}
