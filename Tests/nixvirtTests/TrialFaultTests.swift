import Foundation
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

/// `nixvirt try` with programs in QEMU's place: what it gives them, and what is left when they fail.
@Suite("Try under faults", .ownThreads)
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

  /// A program on the path, which is `bin` of this directory.
  private func program(_ name: String, _ script: String) throws {
    try ExternalTool.writeProgram(script, to: place.path("bin/\(name)"))
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

  @Test("KVM is used where the machine has it")
  func acceleration() throws {
    try place.write(
      "guests.nix",
      "{ host.nic = \"eno1\"; guests.web = { image = ./web.raw; diskSize = \"8m\"; }; }")
    try program("qemu-system-x86_64", #"printf '%s\n' "$@""#)
    let result = try nixvirt("try", "web")
    let hasKVM = access("/dev/kvm", R_OK | W_OK) == 0
    #expect(result.output.contains("-accel\nkvm\n") == hasKVM, "\(result.output)")
    #expect(result.errors.contains("The processor is emulated") == !hasKVM, "\(result.errors)")
  }

  @Test("without firmware, a guest with UEFI is told what to install")
  func noFirmware() throws {
    let missing = TrialFirmware(code: place.path("code.fd"), variables: place.path("vars.fd"))
    for candidates in [[], [missing]] {
      #expect(throws: Failure.self) { try TrialMachine.firmware(among: candidates) }
    }
    try place.write("code.fd", "code")
    #expect(throws: Failure.self, "half of it is not enough") {
      try TrialMachine.firmware(among: [missing])
    }
    try place.write("vars.fd", "variables")
    #expect(try TrialMachine.firmware(among: [missing]).code == missing.code)
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

  @Test(
    "a file that QEMU left and that cannot be removed is named",
    .enabled(if: getuid() == 0, "needs root to become somebody else"))
  func leftover() throws {
    try program(
      "qemu-system-x86_64",
      #"cd "$TMPDIR"/nixvirt-web-*; mkdir locked; touch locked/file; chmod 555 locked"#)
    let result = try place.shellAsUser(
      "PATH=$PWD/bin:$PATH TMPDIR=$PWD/scratch \"$0\" try web")
    #expect(result.status == 4)
    #expect(
      result.errors.contains(
        /nixvirt: \S+\/scratch\/nixvirt-web-\w+\/locked\/file: Permission denied\n/),
      "\(result.errors)")
  }

  @Test("what is no image is told by its name")
  func noImage() throws {
    let result = try nixvirt("try", "web", "--image=bin")
    #expect(result.status == 4)
    #expect(result.errors.hasSuffix("/bin: Is a directory\n"), "\(result.errors)")
    try expectNothingLeft()
  }

  @Test("an image whose real name is not UTF-8 is told")
  func foreignName() throws {
    let result = try place.shell(
      #"""
      name=$(printf '\377.raw'); mv web.raw "$name"; ln -s "$name" link.raw
      PATH=$PWD/bin:$PATH TMPDIR=$PWD/scratch "$0" try web --image=link.raw
      """#)
    #expect(result.status == 4)
    #expect(
      result.errors.hasSuffix("nixvirt: link.raw: the path is not valid UTF-8\n"),
      "\(result.errors)")
    try expectNothingLeft()
  }

  @Test("the port for SSH is the first that nobody listens on")
  func ports() throws {
    let holder = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(holder) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        #expect(bind(holder, name, size) == 0 && listen(holder, 1) == 0)
        #expect(getsockname(holder, name, &size) == 0)
      }
    }
    let taken = UInt16(bigEndian: address.sin_port)
    #expect(throws: Failure.self) { try TrialMachine.freePort(among: taken...taken) }
    #expect(try TrialMachine.freePort(among: taken...(taken + 20)) > Int(taken))
  }

  @Test("without a directory for its files nothing starts")
  func noDirectory() throws {
    let missing = place.path("missing")
    let result = try ExternalTool.run(
      try #require(NixvirtProgram.path), ["try", "web"], in: place.folder.path,
      environment: ["PATH": "\(place.path("bin")):/usr/bin:/bin", "TMPDIR": missing])
    #expect(result.status == 4)
    #expect(result.errors == "nixvirt: \(missing): No such file or directory\n")
  }
}
