import Foundation
import TestSupport
import Testing

let qemu = ExternalTool.find("qemu-system-x86_64")

let canMakeTaps: Bool = {
  let make = ["--net", "ip", "tuntap", "add", "dev", "tap0", "mode", "tap"]
  return (try? ExternalTool.run("/usr/bin/unshare", make))?.status == 0
}()

/// What real QEMU says of the command lines of modules. It makes the whole machine, runs
/// no instruction of it, and quits through QMP. In place of KVM it emulates; the files of the host
/// are blank; some devices are left out (``GuestCommand/missing``).
@Suite(
  "Command lines in QEMU", .ownThreads,
  .enabled(if: nix != nil, "nix-instantiate is not installed"),
  .enabled(if: qemu != nil, "qemu-system-x86_64 is not installed"),
  .enabled(if: canMakeTaps, "this machine lets us make no tap interfaces"), .serialized)
struct QEMUTests {
  /// Without the one whose extra arguments mean nothing to QEMU.
  static let modules = NixTests.modules.filter { $0 != "hostile-text" }

  @Test("QEMU takes what a module starts it with", arguments: QEMUTests.modules)
  func accepts(name: String) throws {
    let host = try GeneratedModule.evaluated(name)
    for unit in host.services.keys.sorted()
    where unit.hasPrefix("qemu-guest-") && host.script(unit) != nil {
      let folder = try ExternalTool.temporaryFolder()
      defer { try? FileManager.default.removeItem(at: folder) }
      guard let command = try GuestCommand(unit, of: host, in: folder) else { continue }
      let result = try command.answers(in: folder).result
      #expect(result.status == 0, "\(unit): \(result.errors)")
      // Of QEMU's emulation of an AMD processor.
      let complaints = result.errors.split(separator: "\n").filter {
        !$0.contains("hyperthreading") && !$0.contains("topoext")
      }
      #expect(complaints == [], "\(unit)")
    }
  }

  @Test(
    "the operator's command reaches a guest through its monitor",
    .enabled(if: ExternalTool.find("systemd-socket-activate") != nil, "systemd is not installed"),
    .enabled(if: getuid() == 0, "this is not root"))
  func operatorsCommand() throws {
    let host = try GeneratedModule.evaluated("two-guests")
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // The programs with another place for sockets and files.
    for program in ["nixvirt-guest.py", "guest-monitor.py"] {
      let text = try #require(host.scripts[program])
        .replacingOccurrences(of: "/run/guests", with: folder.path)
        .replacingOccurrences(of: "/etc/nixvirt", with: folder.path)
      try Data(text.utf8).write(to: folder.appendingPathComponent(program))
    }
    let etc = try #require((host.config["environment"] as? [String: Any])?["etc"] as? [String: Any])
    let known = try #require((etc["nixvirt/guests.json"] as? [String: Any])?["text"] as? String)
    try Data(known.utf8).write(to: folder.appendingPathComponent("guests.json"))
    func operate(_ words: String...) throws -> ExternalTool.Result {
      try ExternalTool.run("/usr/bin/python3", ["-I", "nixvirt-guest.py"] + words, in: folder.path)
    }

    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("bob"), withIntermediateDirectories: true)
    #expect(
      try operate("complete", "nixvirt-guest", "st", "nixvirt-guest").output
        == "start\nstate\nstop\n")
    #expect(try operate("complete", "nixvirt-guest", "b", "stop").output == "bob\n")
    let manual = try operate("manual").output
    #expect(manual.contains("\n.TP\n.B console [\\-\\-raw] NAME\nAttach"))
    for title in ["FILES", "EXIT STATUS", "EXAMPLES", "SEE ALSO"] {
      #expect(manual.contains("\n.SH \"\(title)\"\n"), "\(title)")
    }
    if let groff = ExternalTool.find("groff") {
      let page = try ExternalTool.run(
        groff, ["-man", "-ww", "-Wbreak", "-Tutf8", "-P-cbou"], input: manual)
      #expect(page.errors == "")
      #expect(page.output.contains("nixvirt-guest restart --pending"))
    }
    for command in try operate("help").output.split(separator: "\n").dropFirst() {
      // All are known: none of them is refused for its usage alone.
      let name = try #require(command.split(separator: " ").first)
      #expect(try operate(String(name), "../bob").status != 2, "\(name)")
      #expect(try operate(String(name), "--unknown").status == (name == "help" ? 0 : 2), "\(name)")
    }

    let run = "\(folder.path)/bob"
    let script = """
      cd \(folder.path)
      systemd-socket-activate -l \(run).monitor.sock python3 -I guest-monitor.py bob log 9999 1 2>/dev/null &
      monitor=$!
      trap 'kill -9 $monitor $(jobs -p)' EXIT
      \(try #require(qemu)) -S -nodefaults -machine q35 -accel tcg -display none \
        -qmp unix:\(run)/events.sock,server=on,wait=off -device VGA -vnc unix:\(run)/vnc.sock \
        -chardev socket,id=c,path=\(run)/console.sock,server=on,wait=off -serial chardev:c
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", script]
    try process.run()
    // It inherits a mask of the test's that blocks SIGTERM.
    defer { kill(process.processIdentifier, SIGKILL) }
    var display = try operate("vnc", "bob")
    for _ in 0..<100 where display.status != 0 {
      usleep(100_000)
      display = try operate("vnc", "bob")
    }
    #expect(display.output == "\(folder.path)/bob/vnc.sock\n")
    #expect(try operate("reset", "bob").status == 0)
    let stopped = try operate("reset", "alice")
    #expect(stopped.status == 1)
    #expect(stopped.errors.hasPrefix("nixvirt-guest: alice does not answer"))
    #expect(try operate("reset", "../bob").status == 1)
    #expect(try operate("explode", "bob").status == 2)
    #expect(try operate().status == 2)
    try end(run)
    // Now the script ends its monitor.
    process.waitUntilExit()
  }

  /// Ends the QEMU of a test through its monitor's socket.
  private func end(_ run: String) throws {
    _ = try ExternalTool.run(
      "/usr/bin/python3",
      [
        "-c",
        "import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]);"
          + " s.sendall(b'\"quit\"\\n'); s.recv(99)", "\(run).monitor.sock",
      ])
  }
}
