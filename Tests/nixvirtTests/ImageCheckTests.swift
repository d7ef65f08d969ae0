import Foundation
import TestSupport
import Testing

private let qemuImage = ExternalTool.find("qemu-img")

/// What makes the root disk of a guest with an image, as it is in a module, with real images.
@Suite(
  "Images", .ownThreads, .enabled(if: nix != nil, "nix-instantiate is not installed"),
  .enabled(if: qemuImage != nil, "qemu-img is not installed"))
struct ImageCheckTests {
  private let folder: URL

  init() throws {
    folder = try ExternalTool.temporaryFolder()
    let module = try NixvirtProgram.run(
      ["generate", "-", "-o", "virtual.nix"],
      input: #"{ guests = { a = { image = "/i"; diskSize = "1g"; }; }; }"#, in: folder.path)
    try #require(module.status == 0, "\(module.errors)")
    let host = try EvaluatedModule(folder.appendingPathComponent("virtual.nix").path)
    let checker = try write("check-image.py", try #require(host.scripts["check-image.py"]))
    for (name, text) in host.scripts where ["copy-image", "make-root"].contains(name) {
      let script = text.replacing(try Regex("/nix/store/[^ ]*check-image.py"), with: checker)
      _ = try write(name, "set -euo pipefail\n\(script)")
    }
  }

  @Test(
    "an image of every format becomes a disk",
    arguments: ["raw", "qcow2", "vmdk", "vdi", "vhdx", "vpc"])
  func formats(format: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try bootable("disk.raw")
    try run("qemu-img convert -f raw -O \(format) disk.raw image")
    let result = try makeRoot("image")
    #expect(result.status == 0, "\(result.errors)")
    try run("qemu-img convert -f qcow2 -O raw root.qcow2 copy.raw")
    try run("cmp -n 4194304 disk.raw copy.raw")
    #expect(!exists("root.qcow2.new") && !exists("root.start.new"))
  }

  @Test(
    "what is no disk is refused, with what to do",
    arguments: [
      ("xz -k disk.raw; mv disk.raw.xz image", "unpack it (xz --decompress --keep)"),
      ("gzip -k disk.raw; mv disk.raw.gz image", "unpack it (gunzip --keep)"),
      ("bzip2 -k disk.raw; mv disk.raw.bz2 image", "unpack it (bunzip2 --keep)"),
      ("printf '\\050\\265\\057\\375rest' >image", "unpack it (unzstd)"),
      ("printf 'PK\\003\\004rest' >image", "unpack it (unzip)"),
      ("tar -cf image disk.raw", "unpack it (tar -xf)"),
      (
        "qemu-img convert -O qcow2 disk.raw base; qemu-img create -q -f qcow2 -b base -F qcow2 image",
        "has a backing file"
      ),
      (
        "qemu-img create -q -f qcow2 -o data_file=data,data_file_raw=on image 4M",
        "keeps its data in another file"
      ),
      ("qemu-img create -q -f vmdk -o subformat=monolithicFlat image 4M", "names other files"),
      (
        "qemu-img create -q -f vmdk base 4M; qemu-img create -q -f vmdk -b base -F vmdk image",
        "names other files"
      ),
      ("qemu-img create -q -f qcow2 -b disk.raw -F raw -o compat=0.10 image", "has a backing file"),
      (": >image", "is empty"), ("echo '<html>404</html>' >image", "failed download"),
      (
        "truncate -s 1M image; printf 'CD001' | dd of=image bs=1 seek=32769 conv=notrunc",
        "use iso instead"
      ),
      ("truncate -s 2G image", "does not fit into diskSize = 1g"),
      ("qemu-img create -q -f qcow2 image 2G", "does not fit into diskSize = 1g"),
      ("truncate -s 4M image", "it has no partitions"),
      ("qemu-img create -q -f qcow2 image 4M", "it has no partitions"),
      ("head -c 1000000 base.qcow2 >image", "is damaged"), ("mkdir image", "Is a directory"),
    ])
  func refused(make: String, message: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try bootable("disk.raw")
    try run("qemu-img convert -O qcow2 disk.raw base.qcow2; \(make)")
    let result = try makeRoot("image")
    #expect(result.status == 1)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(!exists("root.qcow2"))
  }

  @Test("an image cannot make QEMU read a file of the host")
  func otherFiles() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    // A raw disk whose guest wrote a header of qcow2 to it is no longer taken for a raw one.
    try run("printf 'precious' >host-file; truncate -s 4M host-file")
    try run("qemu-img create -q -f qcow2 -b host-file -F raw image 4M")
    let result = try makeRoot("image")
    #expect(result.status == 1 && !exists("root.qcow2") && !exists("root.qcow2.new"))
  }

  /// A raw disk with a partition table and something in it.
  private func bootable(_ name: String) throws {
    try run(
      "head -c 4194304 /dev/urandom >\(name); printf '\\125\\252' | dd of=\(name) bs=1 seek=510 conv=notrunc"
    )
  }

  private func makeRoot(_ image: String) throws -> ExternalTool.Result {
    try ExternalTool.run(
      "/bin/bash", ["make-root", "bash", "copy-image", image, "1g"], in: folder.path)
  }

  private func run(_ script: String) throws {
    let result = try ExternalTool.run(
      "/bin/bash", ["-c", "set -e; { \(script)\n} 2>&1"], in: folder.path)
    try #require(result.status == 0, "\(script): \(result.output)")
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
  }

  private func write(_ name: String, _ text: String) throws -> String {
    let file = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}
