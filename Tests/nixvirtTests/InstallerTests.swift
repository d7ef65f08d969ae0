import Foundation
import TestSupport
import Testing

private let erofs = ExternalTool.find("mkfs.erofs")

/// The script that the installer of NixOS guests runs, as it is in a module, with real disks.
@Suite(
  "The installer", .ownThreads, .enabled(if: nix != nil, "nix-instantiate is not installed"),
  .enabled(if: erofs != nil, "mkfs.erofs is not installed"))
struct InstallerTests {
  @Test(
    "a disk with data keeps every byte",
    arguments: [
      "mkfs.ext4 -q -d files disk.raw", "mkswap -q disk.raw", "mkfs.erofs --quiet disk.raw files",
      // The partition table of a BIOS: one partition.
      #"printf '\200\1\1\0\203\3\40\17\1\0\0\0\0\10\0\0' | dd of=disk.raw seek=446 bs=1 conv=notrunc && printf '\125\252' | dd of=disk.raw seek=510 bs=1 conv=notrunc"#,
    ])
  func data(make: String) throws {
    let place = try Installer()
    defer { place.remove() }
    try place.bash("echo 'a year of work' >files/data && \(make)")
    let before = try place.disk
    let result = try place.install()
    #expect(result.status == 1)
    // Before it, blkid says what is there.
    #expect(
      result.output.hasSuffix("\"\nnixvirt: the disk is not blank, so nothing is installed\n"),
      "\(result.output)")
    #expect(try place.disk == before)
  }

  @Test("a blank disk is partitioned")
  func blank() throws {
    let place = try Installer()
    defer { place.remove() }
    let result = try place.install()
    #expect(result.status == 99, "\(result.errors)")
    #expect(
      result.output.hasPrefix("nixvirt: partitioning\nparted --script \(place.path)/disk.raw"))
  }
}

/// A directory with a blank disk of 4 MiB, and the installer's script. In place of parted it prints, and ends.
private struct Installer {
  private let folder: URL
  var path: String { folder.path }

  init() throws {
    folder = try ExternalTool.temporaryFolder()
    let module = try NixvirtProgram.run(
      ["generate", "-", "-o", "virtual.nix"],
      input: #"{ guests = { a = { diskSize = "1g"; }; }; }"#, in: folder.path)
    try #require(module.status == 0, "\(module.errors)")
    let host = try EvaluatedModule(folder.appendingPathComponent("virtual.nix").path)
    let script = try #require(host.scripts["install-guest-in-the-installer"])
    try #require(script.contains("/dev/disk/by-id/virtio-root"))
    try """
    udevadm() { :; }
    parted() { echo "parted $*"; exit 99; }
    \(script.replacing("/dev/disk/by-id/virtio-root", with: "\(folder.path)/disk.raw"))
    """.write(to: folder.appendingPathComponent("install"), atomically: true, encoding: .utf8)
    try bash("truncate -s 4M disk.raw && mkdir files")
  }

  var disk: Data {
    get throws { try Data(contentsOf: folder.appendingPathComponent("disk.raw")) }
  }

  func install() throws -> ExternalTool.Result {
    try ExternalTool.run(
      "/bin/bash", ["-c", "PATH=$PATH:/usr/sbin:/sbin; cd \(path); exec bash -e install"])
  }

  func bash(_ command: String) throws {
    let result = try ExternalTool.run(
      "/bin/bash", ["-ec", "PATH=$PATH:/usr/sbin:/sbin; cd \(path); \(command)"])
    try #require(result.status == 0, "\(result.errors)")
  }

  func remove() {
    try? FileManager.default.removeItem(at: folder)
  }
}
