import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

private let emulator = ExternalTool.find("qemu-system-x86_64")
private let images = ExternalTool.find("qemu-img")

/// `nixvirt try`: guests on a machine that is not their host.
@Suite("Try", .ownThreads)
struct TryTests {
  private let folder: URL
  private static let key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop"

  private let scratch: URL

  init() throws {
    folder = try ExternalTool.temporaryFolder()
    scratch = folder.appendingPathComponent("scratch")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
  }

  // MARK: - With QEMU

  @Test(
    "an image boots, its console is the terminal, and nothing is left",
    .enabled(if: emulator != nil && images != nil, "QEMU is not installed"))
  func boots() throws {
    let image = folder.appendingPathComponent("an, image.raw")
    try Self.bootSector.write(to: image)
    try describe(
      """
      guests.web = {
        image = "/srv/image.raw";
        diskSize = "8m";
        memory = "64m";
        disks = { data.size = "1m"; old.path = "/srv/old.raw"; };
        interfaces = [ { network = "lan"; } { network = "lan"; } ];
      };
      """)
    let result = try nixvirt("try", "web", "--ssh-port=22022", "--image=an, image.raw")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("Hello from the boot sector"))
    #expect(result.errors.contains("Log in: ssh -p 22022 "))
    #expect(result.errors.contains("\n- The guest is without existing disks (old).\n"))
    #expect(try Data(contentsOf: image) == Self.bootSector)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == [])
  }

  @Test(
    "an installer boots from its CD, beside a blank disk that can be kept",
    .enabled(if: emulator != nil && images != nil, "QEMU is not installed"))
  func installs() throws {
    // A CD without a boot record: the firmware has nothing to boot, and the test ends the guest.
    try Data(count: 1 << 20).write(to: folder.appendingPathComponent("setup.iso"))
    try describe(
      """
      guests.web = {
        iso = ./setup.iso; diskSize = "8m"; memory = "64m"; tpm = true; guestAgent = true; vsock = true;
      };
      """)
    // Ctrl-A X.
    let result = try nixvirt("try", "web", "--keep", "--verbose", input: "\u{1}x")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("node-name=installer,read-only=on"))
    #expect(
      result.errors.contains(
        "The guest is without a TPM, the channel of the guest agent, vsock."))
    let kept = try #require(result.errors.firstMatch(of: /the disks are in (\S+)/)).1
    let disk = try ExternalTool.run(
      try #require(images), ["info", "--output=json", "\(kept)/root.qcow2"])
    #expect(disk.output.contains("\"virtual-size\": 8388608"))
  }

  @Test("what cannot be tried is refused with the reason")
  func refused() throws {
    try Data().write(to: folder.appendingPathComponent("base.qcow2"))
    try describe(
      """
      guests = {
        blank = { install = "none"; diskSize = "8m"; };
        gone = { image = ./gone.qcow2; };
        fetched.image = {
          url = "https://example.org/web.qcow2";
          hash = "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
        };
        web = { image = ./base.qcow2; };
      };
      """)
    let blank = try nixvirt("try", "blank")
    #expect(blank.status == 2)
    #expect(blank.errors.contains("blank has neither an image nor an installer nor NixOS"))
    let gone = try nixvirt("try", "gone")
    #expect(gone.status == 4)
    #expect(gone.errors.contains("gone.qcow2: No such file or directory"))
    let fetched = try nixvirt("try", "fetched")
    #expect(fetched.status == 4)
    #expect(fetched.errors.contains("download it, and name it with --image=FILE"))
    #expect(
      try nixvirt("try", "--image=no.qcow2", "fetched").errors.contains("no.qcow2: No such file"))
    #expect(try nixvirt("try", "wbe").errors.contains("no guest 'wbe'; did you mean web?"))
    #expect(try nixvirt("try", "web", "--ssh-port=0").status == 2)
    let path = try ExternalTool.run(
      try #require(NixvirtProgram.path), ["try", "web"], in: folder.path,
      environment: ["PATH": "/nowhere"])
    #expect(path.status == 4)
    #expect(path.errors.contains("qemu-system-x86_64 is not on the PATH: install QEMU"))
  }

  // MARK: - With Nix

  @Test("for NixOS, try prints the command that builds and runs it")
  func nixos() throws {
    try Data("{ }\n".utf8).write(to: folder.appendingPathComponent("it's.nix"))
    try describe(
      """
      guests.web = { cpus = 2; memory = "1g"; diskSize = "8g"; nixos.modules = [ "./it's.nix" ]; };
      """)
    let result = try nixvirt("try", "web", "--ssh-port=2200")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("\"$(nix-build --no-out-link '<nixpkgs/nixos>' -A vm "))
    #expect(result.output.hasSuffix("/bin/run-web-vm\n"))
    // The shell hands Nix one expression, with the values of the description.
    let bash = try #require(ExternalTool.find("bash"))
    let words = try ExternalTool.run(
      bash, ["-c", "nix-build() { printf '%s\\n' \"$@\" >&2; }\n\(result.output)"])
    let expression = try #require(words.errors.split(separator: "\n").first { $0.hasPrefix("{") })
    let expr = try #require(Expr.parse(String(expression)).value)
    #expect(try !expr.rendered().contains("<"))
    #expect(expression.contains("memorySize = 1024;"))
    #expect(expression.contains("diskSize = 8192;"))
    #expect(expression.contains("cores = 2;"))
    #expect(expression.contains("port = 2200;"))
    #expect(expression.contains("guest.port = 22;"))
    #expect(expression.contains(Self.key))
    guard let nix else {
      #expect(!ExternalTool.areRequired, "nix-instantiate is not installed")
      return
    }
    let evaluated = try ExternalTool.run(
      nix,
      [
        "--eval", "--strict", "--expr",
        "map baseNameOf ((\(expression)) { lib.trivial.release = \"1\"; }).imports",
      ],
      environment: ["NIX_REMOTE": "dummy://"])
    #expect(evaluated.output == "[ \"it's.nix\" ]\n", "\(evaluated.errors)")
  }

  /// A whole nixpkgs: one that is reduced to some modules cannot make a VM.
  private static let wholeNixpkgs: String? = {
    guard let path = ProcessInfo.processInfo.environment["NIXPKGS"] else { return nil }
    let list = "\(path)/nixos/modules/module-list.nix"
    guard let modules = try? String(contentsOfFile: list, encoding: .utf8) else { return nil }
    return modules.contains("virtualisation/build-vm.nix") ? path : nil
  }()

  @Test(
    "the configuration is one of NixOS", .enabled(if: nix != nil, "nix is not installed"),
    .enabled(if: wholeNixpkgs != nil, "NIXPKGS names no nixpkgs with all modules"))
  func evaluates() throws {
    let nixpkgs = try #require(Self.wholeNixpkgs)
    try describe("guests.web = { cpus = 2; memory = \"1g\"; diskSize = \"8g\"; };")
    let command = try nixvirt("try", "web").output
    let expression = try #require(command.firstMatch(of: /'(\{.*\})'/)).1
    let vm = "(import (\(nixpkgs) + \"/nixos\") { configuration = \(expression); }).vm.drvPath"
    let result = try ExternalTool.run(
      try #require(nix), ["--eval", "--expr", vm], environment: ["NIX_REMOTE": "dummy://"])
    #expect(result.output.hasSuffix("-nixos-vm.drv\"\n"), "\(result.errors)")
  }

  // MARK: - The command line of QEMU

  @Test("networks: a fixed address behind NAT stays, isolated ones stay isolated")
  func networks() throws {
    let trial = try self.trial(
      """
      {
        host.nic = "eno1";
        networks.shop.nat.subnet = "10.78.0.0/24";
        networks.quiet = { };
        guests.web = {
          image = ./web.qcow2;
          interfaces = [
            { network = "shop"; address = "10.78.0.3"; }
            { network = "quiet"; }
            { network = "lan"; address = "192.168.1.20/24"; gateway = "192.168.1.1"; model = "e1000e"; }
          ];
        };
      }
      """)
    let words = trial.command
    #expect(
      words.contains(
        "user,id=net0,hostfwd=tcp:127.0.0.1:2222-:22,net=10.78.0.0/24,host=10.78.0.1,"
          + "dhcpstart=10.78.0.3,dns=10.78.0.2"))
    #expect(words.contains("user,id=net1,restrict=on"))
    #expect(words.contains("user,id=net2"))
    #expect(words.contains { $0.hasPrefix("e1000e,netdev=net2,mac=52:54:00:") })
    #expect(trial.differences.contains(.otherAddresses([IPv4Address("192.168.1.20")!])))
    #expect(
      trial.differences.map(\.sentence).contains(
        "The fixed address 192.168.1.20 is not used: DHCP assigns another one."))
  }

  @Test(
    "what a trial leaves out is named, for each key that it is left out for",
    arguments: [
      ("disks.old.path = \"/srv/old.raw\";", "existing disks (old)"),
      ("shares.s.source = \"/srv\";", "shares"), ("pci = [ \"0000:01:00.0\" ];", "PCI devices"),
      ("usb = [ \"046d:c52b\" ];", "USB devices"), ("tpm = true;", "a TPM"),
      ("userData = ./u;", "its user data"), ("secrets.k = \"/run/secrets/k\";", "its secrets"),
      ("guestAgent = true;", "the channel of the guest agent"), ("vsock = true;", "vsock"),
      ("extraArgs = [ \"-no-hpet\" ];", "extraArgs"),
      ("cpuQuota = \"50%\";", "limits and pinning of processors and memory"),
      ("cpuPinning = \"0\";", "limits and pinning of processors and memory"),
      ("memoryMax = \"9g\";", "limits and pinning of processors and memory"),
      ("hugepages = true;", "limits and pinning of processors and memory"),
      ("lockMemory = true;", "limits and pinning of processors and memory"),
    ])
  func leftOut(key: String, words: String) throws {
    let trial = try self.trial(
      "{ host.nic = \"eno1\"; guests.web = { image = ./web.qcow2; \(key) }; }")
    let sentences = trial.differences.map(\.sentence)
    #expect(sentences.contains("The guest is without \(words)."), "\(sentences)")
    let without = try self.trial("{ host.nic = \"eno1\"; guests.web.image = ./web.qcow2; }")
    #expect(!without.differences.contains { $0.sentence.contains("without \(words)") })
  }

  @Test("names and paths cannot add options to QEMU")
  func escaped() throws {
    let trial = try self.trial(
      "{ host.nic = \"eno1\"; guests.web = { image = ./web.qcow2; firmware = \"uefi\"; }; }",
      directory: "/var/tmp/a,readonly=on", code: "/usr/share/a,b.fd")
    #expect(
      trial.command.contains { $0.hasSuffix("file.filename=/var/tmp/a,,readonly=on/root.qcow2") })
    #expect(trial.command.contains { $0.hasSuffix("dir=/var/tmp/a,,readonly=on/seed") })
    #expect(trial.command.contains { $0.hasSuffix("read-only=on,file=/usr/share/a,,b.fd") })
    #expect(!trial.command.contains { $0.contains("vnc") || $0.contains("tap") })
  }

  private func trial(
    _ description: String, directory: String = "/var/tmp/t", code: String = "/code.fd"
  ) throws -> Trial {
    let source = SourceText(name: "guests.nix", text: description)
    let host = try Pipeline.host(of: source, format: .nix).get()
    return Trial(
      try #require(host.guests.first), on: host, from: .image(path: "/i.qcow2", format: "qcow2"),
      machine: Trial.Machine(
        directory: directory, canVirtualize: false,
        firmware: TrialFirmware(code: code, variables: "/variables.fd"), sshPort: 2222,
        showsWindow: false))
  }

  // MARK: - Support

  /// A disk that prints a text on the serial port, and powers the machine off: the power management
  /// register of q35 is at 0x604.
  private static let bootSector: Data = {
    var code: [UInt8] = [
      0xFA, 0x31, 0xC0, 0x8E, 0xD8,  // cli; xor ax, ax; mov ds, ax
      0xBE, 0x20, 0x7C,  // mov si, text
      0xBA, 0xF8, 0x03,  // mov dx, 0x3f8
      0xAC, 0x84, 0xC0, 0x74, 0x03,  // next: lodsb; test al, al; jz end
      0xEE, 0xEB, 0xF8,  // out dx, al; jmp next
      0xBA, 0x04, 0x06, 0xB8, 0x00, 0x20, 0xEF,  // end: mov dx, 0x604; mov ax, 0x2000; out dx, ax
      0xF4, 0xEB, 0xFD,  // hlt; jmp hlt
    ]
    code += [UInt8](repeating: 0, count: 0x20 - code.count)
    code += Array("Hello from the boot sector\r\n\0".utf8)
    code += [UInt8](repeating: 0, count: 510 - code.count)
    return Data(code + [0x55, 0xAA]) + Data(count: (4 << 20) - 512)
  }()

  private func describe(_ guests: String) throws {
    let text =
      "{\nhost = { nic = \"eno1\"; accel = \"tcg\"; sshKeys = [ \"\(Self.key)\" ]; };\n\(guests)\n}\n"
    try Data(text.utf8).write(to: folder.appendingPathComponent("guests.nix"))
  }

  private func nixvirt(_ arguments: String..., input: String? = nil) throws -> ExternalTool.Result {
    try ExternalTool.run(
      try #require(NixvirtProgram.path), arguments, input: input, in: folder.path,
      environment: ["TMPDIR": scratch.path], limit: 60)
  }
}
