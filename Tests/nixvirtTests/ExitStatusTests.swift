import Foundation
import TestSupport
import Testing

@testable import nixvirt

/// The exit status of every command, with all of its standard error.
@Suite("Exit status", .ownThreads)
struct ExitStatusTests {
  struct Run: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let status: Int32
    var errors = ""

    var testDescription: String { arguments.joined(separator: " ") }
  }

  private static let files = [
    "guests.nix": """
    {
      host.nic = "eno1";
      guests.alice = { install = "none"; memory = "1g"; diskSize = "8g"; };
    }

    """,
    "bad.nix": """
    {
      guests.alice = { diskSize = "8"; };
    }

    """,
    "fleet.nix": """
    {
      hosts.alpha = { host.nic = "eno1"; guests.alice = { install = "none"; diskSize = "8g"; }; };
    }

    """,
    "syntax.nix": "{ a = ; }\n", "other.nix": "{ }\n", "data.json": "{\"a\": 1}\n",
    "bad.json": "{\"a\": }\n",
  ]

  /// `$ arguments -> status`, then what standard error has, line by line after `> `.
  private static let runs = table(
    #"""
    $ generate missing.nix -> 4
    > nixvirt: missing.nix: No such file or directory
    $ generate bad.nix -> 3
    > bad.nix:2:31: error: guests.alice.diskSize: 8 has no unit [size-without-unit]
    > 2 |   guests.alice = { diskSize = "8"; };
    >   |                               ^^^
    > help: write "8m" for mebibytes or "8g" for gibibytes
    $ generate guests.nix -o other.nix -> 4
    > nixvirt: other.nix was not written by nixvirt: use --force to replace it, or give another file
    $ generate guests.nix -o no/dir/x.nix -> 4
    > nixvirt: no/dir/x.nix: no such directory: no/dir
    $ generate fleet.nix -> 2
    > nixvirt: a fleet has a module for each host: give a directory with --output, or select a host with --host
    > Try 'nixvirt help generate' for usage.
    $ generate --frob -> 2
    > nixvirt: unknown option '--frob' of generate
    > Try 'nixvirt help generate' for usage.
    $ generate a b -> 2
    > nixvirt: unexpected argument 'b': generate takes FILE
    > Try 'nixvirt help generate' for usage.
    $ generate . -> 4
    > nixvirt: .: Is a directory
    $ diff missing.nix -> 4
    > nixvirt: missing.nix: No such file or directory
    $ diff bad.nix -> 3
    > bad.nix:2:31: error: guests.alice.diskSize: 8 has no unit [size-without-unit]
    > 2 |   guests.alice = { diskSize = "8"; };
    >   |                               ^^^
    > help: write "8m" for mebibytes or "8g" for gibibytes
    $ diff guests.nix -> 1
    > nixvirt: virtual.nix does not exist yet
    $ diff guests.nix other.nix -> 1
    $ check missing.nix -> 4
    > nixvirt: missing.nix: No such file or directory
    $ check bad.nix -> 3
    > bad.nix:2:31: error: guests.alice.diskSize: 8 has no unit [size-without-unit]
    > 2 |   guests.alice = { diskSize = "8"; };
    >   |                               ^^^
    > help: write "8m" for mebibytes or "8g" for gibibytes
    $ check guests.nix -> 1
    > virtual.nix: error: virtual.nix does not exist [missing-module]
    > help: run: nixvirt generate guests.nix -o virtual.nix
    $ check guests.nix other.nix -> 1
    > other.nix: error: other.nix was not written by nixvirt [foreign-module]
    > help: to replace it, run: nixvirt generate guests.nix -o other.nix --force
    $ check --survive=2 guests.nix -> 2
    > nixvirt: --survive must be one of 1, not '2'; did you mean 1?
    > Try 'nixvirt help check' for usage.
    $ import missing.nix -> 4
    > nixvirt: missing.nix: No such file or directory
    $ import other.nix -> 3
    > other.nix:1:1: error: the module contains no set of guests [no-guests]
    > 1 | { }
    >   | ^
    > help: name it: let guests = { alice = { memory = "1g"; diskSize = "40g"; }; }; in …
    $ import syntax.nix -> 3
    > syntax.nix:1:7: error: expected an expression, found ";" [syntax]
    > 1 | { a = ; }
    >   |       ^
    $ import guests.nix -> 3
    > guests.nix:1:1: error: this is not a module, but a description already [already-description]
    > 1 | {
    >   | ^
    > help: generate the module: nixvirt generate
    $ import -> 2
    > nixvirt: import needs MODULE
    > Try 'nixvirt help import' for usage.
    $ init -t nothing x -> 2
    > nixvirt: --template must be one of ci, flake, fleet, home-lab, not 'nothing'
    > Try 'nixvirt help init' for usage.
    $ image -> 2
    > nixvirt: image needs URL
    > Try 'nixvirt help image' for usage.
    $ image https://x.org/a.img -> 2
    > nixvirt: image needs SUM: take it from the server's list of hashes, or run nix-prefetch-url https://x.org/a.img, which prints the hash of the file that is there now
    > Try 'nixvirt help image' for usage.
    $ image file:///a -> 2
    > nixvirt: URL: it must start with https://, http:// or ftp://
    > Try 'nixvirt help image' for usage.
    $ show missing.nix -> 4
    > nixvirt: missing.nix: No such file or directory
    $ show bad.nix -> 3
    > bad.nix:2:31: error: guests.alice.diskSize: 8 has no unit [size-without-unit]
    > 2 |   guests.alice = { diskSize = "8"; };
    >   |                               ^^^
    > help: write "8m" for mebibytes or "8g" for gibibytes
    $ show guests.nix --format=nothing -> 2
    > nixvirt: --format must be one of table, json, dot, mermaid, svg, ansible, ssh, not 'nothing'
    > Try 'nixvirt help show' for usage.
    $ show guests.nix --guest=bob -> 2
    > nixvirt: --guest is only for --why
    > Try 'nixvirt help show' for usage.
    $ reach -> 2
    > nixvirt: reach needs FROM
    > Try 'nixvirt help reach' for usage.
    $ reach alice bob missing.nix -> 4
    > nixvirt: missing.nix: No such file or directory
    $ reach alice bob guests.nix -> 2
    > nixvirt: there is no guest or network 'bob'
    > Try 'nixvirt help reach' for usage.
    $ reach alice host fleet.nix -> 2
    > nixvirt: the description is of a fleet: add --host=NAME
    > Try 'nixvirt help reach' for usage.
    $ names networks --tag=x -> 2
    > nixvirt: --tag is only for guests and hosts
    > Try 'nixvirt help names' for usage.
    $ names guests.nix nothing -> 2
    > nixvirt: KIND must be one of guests, networks, hosts, guest-tags, host-tags, not 'guests.nix'
    > Try 'nixvirt help names' for usage.
    $ try -> 2
    > nixvirt: try needs GUEST
    > Try 'nixvirt help try' for usage.
    $ try alice bad.nix -> 4
    > nixvirt: alice: No such file or directory
    $ place missing.nix -> 4
    > nixvirt: missing.nix: No such file or directory
    $ place guests.nix -> 3
    > guests.nix:1:1: error: the description is of a single host, but a fleet is needed here [host-instead-of-fleet]
    > 1 | {
    >   | ^
    > help: describe hosts: hosts.<name>.host
    $ plan -> 2
    > nixvirt: plan needs OLD and NEW, or --against=STATE, or --failover=HOST
    > Try 'nixvirt help plan' for usage.
    $ plan guests.nix guests.nix --failover=alpha -> 2
    > nixvirt: plan takes one description with --failover
    > Try 'nixvirt help plan' for usage.
    $ plan guests.nix --failover=alpha -> 2
    > nixvirt: --failover is only for fleets
    > Try 'nixvirt help plan' for usage.
    $ fmt missing.nix -> 4
    > nixvirt: missing.nix: No such file or directory
    $ fmt syntax.nix -> 3
    > syntax.nix:1:7: error: expected an expression, found ";" [syntax]
    > 1 | { a = ; }
    >   |       ^
    $ fmt data.json -> 3
    > data.json:1:5: error: expected "=", found ":" [syntax]
    > 1 | {"a": 1}
    >   |     ^
    > help: write "a" = …;
    $ json2nix missing.json -> 4
    > nixvirt: missing.json: No such file or directory
    $ json2nix bad.json -> 3
    > bad.json:1:7: error: expected a value, found "}" [json-syntax]
    > 1 | {"a": }
    >   |       ^
    $ schema x -> 2
    > nixvirt: unexpected argument 'x': schema takes none
    > Try 'nixvirt help schema' for usage.
    $ explain -> 2
    > nixvirt: explain needs ID
    > Try 'nixvirt help explain' for usage.
    $ explain nothing -> 2
    > nixvirt: ID is unknown: 'nothing'
    > Try 'nixvirt help explain' for usage.
    $ help nothing -> 2
    > nixvirt: unknown command 'nothing'
    > Try 'nixvirt help' for usage.
    $ completions nothing -> 2
    > nixvirt: SHELL must be one of bash, zsh, fish, not 'nothing'
    > Try 'nixvirt help completions' for usage.
    $ completions -> 2
    > nixvirt: completions needs SHELL, one of bash, zsh, fish
    > Try 'nixvirt help completions' for usage.
    $ version x -> 2
    > nixvirt: unexpected argument 'x': version takes none
    > Try 'nixvirt help version' for usage.
    $ apply -> 2
    > nixvirt: unknown command 'apply'; build the host with the generated module: nixos-rebuild switch
    > Try 'nixvirt help' for usage.
    $ frobnicate -> 2
    > nixvirt: unknown command 'frobnicate'
    > Try 'nixvirt help' for usage.
    $ -> 2
    > nixvirt: no command given
    > Try 'nixvirt help' for usage.
    """#)

  @Test("a command's status, and what it reports", arguments: runs)
  func status(run: Run) throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in Self.files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    let result = try NixvirtProgram.run(run.arguments, in: folder.path)
    #expect(result.status == run.status)
    #expect(result.errors == run.errors)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(names) == Set(Self.files.keys), "no command writes a file here")
  }

  @Test("a first command without a description is told how to get one")
  func noDescription() throws {
    let folder = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try NixvirtProgram.run(["generate"], in: folder.path)
    #expect(result.status == 4)
    #expect(
      result.errors
        == "nixvirt: guests.nix does not exist: give another file, or run: nixvirt init\n")
  }

  @Test("every command that can fail is here")
  func completeness() {
    let commands = Set(Self.runs.compactMap(\.arguments.first))
    // The manual page takes no argument.
    #expect(Set(Commands.all.map(\.name)).subtracting(commands) == ["man"])
    #expect(Set(Self.runs.map(\.status)) == [1, 2, 3, 4])
  }

  private static func table(_ text: String) -> [Run] {
    var runs: [Run] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("$"), let arrow = line.firstRange(of: " -> "),
        let status = Int32(line[arrow.upperBound...])
      {
        let words = line[..<arrow.lowerBound].dropFirst().split(separator: " ").map(String.init)
        runs.append(Run(arguments: words, status: status))
      } else if line.hasPrefix("> "), !runs.isEmpty {
        runs[runs.count - 1].errors += line.dropFirst(2) + "\n"
      } else {
        Issue.record("not a line of the table: \(line)")
      }
    }
    return runs
  }
}
