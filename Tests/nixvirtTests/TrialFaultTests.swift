import Foundation
import TestSupport
import Testing

/// `nixvirt try` with programs in QEMU's place: what it gives them, and what is left when they fail.
@Suite("Try under faults")
struct TrialFaultTests {
  private let place: Workplace

  init() throws {
    place = try Workplace(
      """
      {
        host = { nic = "eno1"; accel = "tcg"; };
        guests = {
          web = { image = ./web.raw; diskSize = "8m"; };
          efi = { image = ./web.raw; diskSize = "8m"; firmware = "uefi"; };
        };
      }
      """)
    try place.write("web.raw", "an image\n")
    try place.write("scratch/.keep", "")
    try program("qemu-img", "exit 0")
    try program("qemu-system-x86_64", "exit 0")
  }

  /// A program on the path, `bin` of this directory.
  private func program(_ name: String, _ script: String) throws {
    try place.write("bin/\(name)", "#!/bin/sh\n\(script)\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: place.path("bin/\(name)"))
  }

  private func nixvirt(_ arguments: String...) throws -> ExternalTool.Result {
    try ExternalTool.run(
      try #require(NixvirtProgram.path), arguments, in: place.folder.path,
      environment: ["PATH": "\(place.path("bin")):/usr/bin:/bin", "TMPDIR": place.path("scratch")])
  }

  private func expectNothingLeft() throws {
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: place.path("scratch")) == [".keep"])
  }

  @Test("QEMU's status is told, and its files are removed")
  func emulatorFails() throws {
    try program("qemu-system-x86_64", "exit 3")
    let result = try nixvirt("try", "web")
    #expect(result.status == 4)
    #expect(result.errors.hasSuffix("nixvirt: web: QEMU ended with status 3\n"))
    try expectNothingLeft()
    // A signal, as a shell counts it.
    try program("qemu-system-x86_64", "kill -9 $$")
    #expect(try nixvirt("try", "web").errors.hasSuffix("web: QEMU ended with status 137\n"))
    try expectNothingLeft()
  }

  @Test("a disk that cannot be made is told, and nothing starts")
  func diskFails() throws {
    try program("qemu-img", "exit 1")
    try program("qemu-system-x86_64", "touch started")
    let result = try nixvirt("try", "web")
    #expect(result.status == 4)
    #expect(
      result.errors.hasSuffix(
        "nixvirt: web: its disk cannot be made from \(place.path("web.raw"))\n"))
    #expect(!place.exists("started"))
    try expectNothingLeft()
  }

  @Test("a signal ends QEMU, or the program that makes its disk, and the files are removed")
  func signal() throws {
    for (name, message) in [
      ("qemu-system-x86_64", "nixvirt: web: interrupted\n"), ("qemu-img", "nixvirt: interrupted\n"),
    ] {
      try program(name, "trap 'echo $0 >ended; exit' TERM; touch started; sleep 30 & wait")
      let script = """
        PATH=$PWD/bin:$PATH TMPDIR=$PWD/scratch "$0" try web & run=$!
        for _ in $(seq 500); do [ ! -e started ] || break; sleep 0.01; done
        kill -TERM $run
        wait $run
        """
      let result = try place.shell(script)
      #expect(result.status == 4)
      #expect(result.errors.hasSuffix(message), "\(result.errors)")
      #expect(try place.read("ended").hasSuffix("\(name)\n"))
      try expectNothingLeft()
      try FileManager.default.removeItem(atPath: place.path("started"))
    }
  }

  @Test("a guest with UEFI has a copy of the variables that come with the firmware")
  func firmware() throws {
    // QEMU's own directory comes last: this one is found where no distribution's is.
    try place.write("share/qemu/edk2-x86_64-code.fd", "code")
    try place.write("share/qemu/edk2-i386-vars.fd", "variables")
    try program(
      "qemu-system-x86_64",
      #"printf '%s\n' "$@"; cp "$TMPDIR"/nixvirt-efi-*/efivars.fd copied"#)
    let result = try nixvirt("try", "efi")
    #expect(result.status == 0, "\(result.errors)")
    let code = try #require(result.output.firstMatch(of: /read-only=on,file=(\S+)/)).1
    let known = [
      "/usr/share/OVMF/OVMF_CODE_4M.fd": "/usr/share/OVMF/OVMF_VARS_4M.fd",
      "/usr/share/OVMF/OVMF_CODE.fd": "/usr/share/OVMF/OVMF_VARS.fd",
    ]
    let variables = known[String(code)] ?? place.path("share/qemu/edk2-i386-vars.fd")
    #expect(
      FileManager.default.contentsEqual(atPath: place.path("copied"), andPath: variables),
      "\(result.output)")
    try expectNothingLeft()
  }

  @Test("without a directory for its files nothing starts")
  func noDirectory() throws {
    let result = try ExternalTool.run(
      try #require(NixvirtProgram.path), ["try", "web"], in: place.folder.path,
      environment: ["PATH": "\(place.path("bin")):/usr/bin:/bin", "TMPDIR": "/nowhere"])
    #expect(result.status == 4)
    #expect(result.errors == "nixvirt: /nowhere: No such file or directory\n")
  }
}
