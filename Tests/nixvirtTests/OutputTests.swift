import Foundation
import TestSupport
import Testing

/// What the built program writes to pipes, devices and terminals.
@Suite("Output of the program", .ownThreads)
struct OutputTests {
  /// Somebody can log in, so that there is no warning.
  private let place: Workplace

  init() throws {
    place = try Workplace(
      """
      {
        host.nic = "eno1";
        guests.alice = {
          memory = "1g";
          diskSize = "8g";
          sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
        };
      }

      """)
  }

  @Test("a full device is an error, a reader that goes away is none")
  func streams() throws {
    let program = try #require(NixvirtProgram.path)
    let full = try ExternalTool.run(
      "/bin/sh", ["-c", "\"$0\" generate >/dev/full", program], in: place.folder.path)
    #expect(full.status == 4)
    #expect(full.errors == "nixvirt: standard output: No space left on device\n")
    let closed = try ExternalTool.run(
      "/bin/sh", ["-c", "\"$0\" generate | true; echo done", program], in: place.folder.path)
    #expect(closed.output == "done\n")
    #expect(closed.errors == "")
    // The reader is gone for certain; the signal ends the program, unless it is ignored.
    for (script, status) in [
      ("\"$0\" generate", "141"), ("trap '' PIPE; \"$0\" generate", "0"),
      ("trap '' PIPE; \"$0\" frobnicate 2>&1 >/dev/null", "2"),
    ] {
      let left = try ExternalTool.run(
        "/bin/bash", ["-c", "(sleep 0.3; \(script)) | true; echo ${PIPESTATUS[0]}", program],
        in: place.folder.path)
      #expect(left.output == "\(status)\n", "\(script)")
    }
    let silent = try ExternalTool.run(
      "/bin/sh", ["-c", "\"$0\" frobnicate 2>/dev/full", program], in: place.folder.path)
    #expect(silent.status == 4, "its message cannot be read")
  }

  @Test("help has lines of COLUMNS", arguments: [("50", 50), ("80", 80), ("0", 100), ("x", 100)])
  func columns(given: String, width: Int) throws {
    let path = try #require(NixvirtProgram.path)
    let result = try ExternalTool.run(
      path, ["help", "generate"], in: place.folder.path, environment: ["COLUMNS": given])
    let longest = result.output.split(separator: "\n").map(\.count).max() ?? 0
    #expect((width - 12...width).contains(longest))
  }

  @Test("color on demand only")
  func color() throws {
    try place.write("guests.nix", "{ }\n")
    #expect(try place.run("generate").errors.contains("\u{1B}") == false)
    #expect(try place.run("generate", "--color=always").errors.contains("\u{1B}[1;31merror:"))
  }

  @Test("links to files where the terminal has them, and plain text elsewhere")
  func hyperlinks() throws {
    try place.write("my guests.nix", "{ }\n")
    func errors(_ arguments: [String], _ environment: [String: String]) throws -> String {
      try ExternalTool.run(
        try #require(NixvirtProgram.path), ["check", "my guests.nix"] + arguments,
        in: place.folder.path,
        environment: environment
      ).errors
    }
    let linked = try errors(["--color=always"], ["FORCE_HYPERLINK": "1"])
    let name = place.folder.lastPathComponent
    #expect(linked.contains("\u{1B}]8;;file://"))
    #expect(
      linked.contains(
        "/\(name)/my%20guests.nix\u{1B}\\\u{1B}[1mmy guests.nix:1:1\u{1B}[0m\u{1B}]8;;\u{1B}\\"))
    #expect(try errors(["--color=always"], ["FORCE_HYPERLINK": "0"]).contains("]8;;") == false)
    #expect(try errors(["--color=always"], ["TERM": "xterm-kitty"]).contains("]8;;") == false)
    #expect(try errors([], ["FORCE_HYPERLINK": "1"]).contains("]8;;") == false)
  }

  @Test("on a terminal, what takes longer than a second has a line that disappears")
  func progress() throws {
    let python = try #require(ExternalTool.find("python3"), "python3 is not installed")
    // The description is a pipe that is filled late.
    let script = """
      import os, pty, sys, threading, time
      os.mkfifo("slow.nix")
      def fill():
          time.sleep(1.4)
          with open("slow.nix", "w") as file: file.write("{ }")
      threading.Thread(target=fill).start()
      pty.spawn([sys.argv[1], *sys.argv[2:], "slow.nix"])
      """
    let path = try #require(NixvirtProgram.path)
    let shown = try ExternalTool.run(
      python, ["-c", script, path, "names", "guests"], input: "", in: place.folder.path)
    #expect(shown.output == "\r\u{1B}[2Knixvirt: working, 1 s\r\u{1B}[2K", "\(shown)")
  }

  @Test("tables are as wide as the terminal")
  func window() throws {
    let python = try #require(ExternalTool.find("python3"), "python3 is not installed")
    let script = """
      import fcntl, os, pty, struct, sys, termios
      process, terminal = pty.fork()
      if process == 0:
          sys.stdin.readline()
          os.execv(sys.argv[1], sys.argv[1:])
      fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 31, 0, 0))
      os.write(terminal, b"go\\n")
      text = b""
      while True:
          try: text += os.read(terminal, 1 << 16)
          except OSError: break
      print(text.decode())
      """
    let shown = try ExternalTool.run(
      python, ["-c", script, try #require(NixvirtProgram.path), "show", "--color=never"],
      in: place.folder.path, environment: ["TERM": "dumb", "PATH": "/usr/bin:/bin"])
    let lines = shown.output.split(whereSeparator: \.isNewline)
    let table = lines.drop { !$0.hasPrefix("GUEST") }
    #expect(!table.isEmpty && table.allSatisfy { $0.count <= 31 }, "\(shown)")
  }
}
