import Foundation
import TestSupport
import Testing

private let strace = ExternalTool.find("strace").flatMap { path in
  let result = try? ExternalTool.run(path, ["-o", "/dev/null", "/bin/true"])
  return result?.status == 0 ? path : nil
}

/// The old file or the new one, whole, and nothing else: whatever fails or interrupts.
@Suite("Files under faults")
struct FileFaultTests {
  private static let old = Workplace.mark + ", the old one\n"

  private let place: Workplace
  private let new: String

  init() throws {
    place = try Workplace()
    new = try place.run("generate").output
  }

  private func expectWhole(_ what: String, mayBeNew: Bool = true) throws {
    let text = try place.read("virtual.nix")
    #expect(text == Self.old || (mayBeNew && text == new), "\(what): \(text.prefix(80))")
    #expect(try place.names == ["guests.nix", "virtual.nix"], "\(what)")
  }

  @Test("a file size limit is an error, and leaves the old file", arguments: [1, 4, 8])
  func sizeLimit(blocks: Int) throws {
    try place.write("virtual.nix", Self.old)
    let result = try place.shell("ulimit -f \(blocks); \"$0\" generate -o virtual.nix")
    #expect(result.status == 4)
    #expect(result.errors == "nixvirt: virtual.nix: File too large\n")
    try expectWhole("ulimit -f \(blocks)", mayBeNew: false)
  }

  @Test("200 signals at random moments", arguments: 0..<4)
  func signals(batch: UInt64) throws {
    let program = try #require(NixvirtProgram.path)
    var random = RandomSource(seed: batch)
    var ended = 0
    for round in 0..<50 {
      try place.write("virtual.nix", Self.old)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = ["generate", "-o", "virtual.nix"]
      process.currentDirectoryURL = place.folder
      try process.run()
      usleep(UInt32.random(in: 0...25_000, using: &random))
      let signal = [SIGINT, SIGTERM, SIGHUP][round % 3]
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal {
        #expect(process.terminationStatus == signal)
        ended += 1
      } else {
        #expect(process.terminationStatus == 0)
      }
      try expectWhole("signal \(signal)")
    }
    #expect(ended > 0, "no signal met a running program")
  }

  @Test("a signal ends the wait for a pipe's reader", arguments: ["TERM", "INT", "HUP"])
  func pipe(signal: String) throws {
    let result = try place.shell(
      "mkfifo pipe && timeout -s \(signal) -k 20 1 \"$0\" generate -o pipe; echo $?; rm pipe")
    #expect(result.output == "124\n")
  }

  @Test("a signal that is ignored stays ignored")
  func ignored() throws {
    let result = try place.shell(
      "trap '' HUP; \"$0\" generate -o virtual.nix & kill -HUP $!; wait $!; echo $?")
    #expect(result.output == "0\n")
    #expect(try place.read("virtual.nix") == new)
  }

  // MARK: - System calls

  @Test(
    "each system call fails once",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"),
    arguments: [
      "openat:1", "openat:2", "openat:3", "openat:4", "write:1", "close:1", "close:2",
      "close:3", "rename:1", "fsync:1", "fchmod:1", "fchown:1", "fstat:1", "newfstatat:1",
      "newfstatat:2", "newfstatat:3", "newfstatat:4", "readlink:1", "read:1", "read:2", "read:3",
      "read:4", "getrandom:1", "lseek:1",
    ])
  func fault(call: String) throws {
    let parts = call.split(separator: ":")
    try place.write("virtual.nix", Self.old)
    _ = try? FileManager.default.setAttributes(
      [.ownerAccountID: 1234], ofItemAtPath: place.path("virtual.nix"))
    let tracer = try #require(strace)
    let program = try #require(NixvirtProgram.path)
    // Calls before the description is read are the loader's.
    let trace = try ExternalTool.run(
      tracer,
      [
        "-f", "-o", "trace", "-P", place.path("guests.nix"), "-P", place.path("virtual.nix"),
        "-P", place.folder.path, "-e", "trace=all", "-e",
        "inject=\(parts[0]):error=EIO:when=\(parts[1])", program, "generate",
        place.path("guests.nix"), "-o", place.path("virtual.nix"),
      ], in: place.folder.path)
    try FileManager.default.removeItem(atPath: place.path("trace"))
    #expect(!trace.crashed && [0, 4].contains(trace.status), "\(call): \(trace.errors)")
    let text = try place.read("virtual.nix")
    if trace.status == 0 {
      #expect(text.hasPrefix(Workplace.mark) && text.contains("alice"), "\(call)")
    } else {
      #expect(text == Self.old, "\(call)")
      #expect(trace.errors.hasPrefix("nixvirt: "))
    }
    #expect(try place.names == ["guests.nix", "virtual.nix"], "\(call): \(trace.errors)")
  }

  // MARK: - Fleets

  private static let fleet =
    "{ defaults.diskSize = \"1g\"; hosts = { "
    + ["alpha", "beta", "gamma"].map { "\($0).guests.\($0)-one = { };" }.joined(separator: " ")
    + " }; }\n"

  @Test("one host that cannot be replaced keeps all of a fleet as they are")
  func fleetRefused() throws {
    try place.write("guests.nix", Self.fleet)
    try place.write("virtual/alpha.nix", Self.old)
    try place.write("virtual/beta.nix", "{ }\n")
    try place.write("virtual/gamma.nix", "{ }\n")
    let result = try place.run("generate", "-o", "virtual")
    #expect(result.status == 4)
    #expect(
      result.errors
        == ["beta", "gamma"].map {
          "nixvirt: virtual/\($0).nix was not written by nixvirt: use --force to replace it, or give another file\n"
        }.joined())
    #expect(try place.read("virtual/alpha.nix") == Self.old)
    #expect(try place.shell("ls -A virtual").output == "alpha.nix\nbeta.nix\ngamma.nix\n")
  }

  @Test("a disk that is full at the last host leaves nothing behind, no directory either")
  func fleetWithoutRoom() throws {
    try place.write(
      "guests.nix",
      Self.fleet.replacingOccurrences(
        of: "gamma-one = { };",
        with: (0..<400).map { "gamma-\($0) = { };" }.joined(separator: " guests.")))
    let result = try place.shell(
      "ulimit -f 40; \"$0\" generate guests.nix -o new/virtual; s=$?; ls -A; exit $s")
    #expect(result.status == 4)
    #expect(result.output == "guests.nix\n")
  }

  @Test(
    "a replacement that fails half way says what was replaced",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"))
  func fleetHalfWay() throws {
    try place.write("guests.nix", Self.fleet)
    #expect(try place.run("generate", "-o", "virtual").status == 0)
    for name in ["alpha", "beta", "gamma"] { try place.write("virtual/\(name).nix", Self.old) }
    let result = try ExternalTool.run(
      try #require(strace),
      [
        "-f", "-o", "/dev/null", "-e", "inject=rename:error=EIO:when=2",
        try #require(NixvirtProgram.path), "generate", "-o", "virtual",
      ], in: place.folder.path)
    #expect(result.status == 4)
    #expect(
      result.errors == """
        nixvirt: virtual/beta.nix: Input/output error
        nixvirt: virtual/alpha.nix was replaced
        nixvirt: virtual/beta.nix was not replaced
        nixvirt: virtual/gamma.nix was not replaced

        """)
    #expect(try place.read("virtual/alpha.nix") != Self.old)
    #expect(try place.read("virtual/beta.nix") == Self.old)
    #expect(try place.read("virtual/gamma.nix") == Self.old)
    #expect(try place.shell("ls -A virtual").output == "alpha.nix\nbeta.nix\ngamma.nix\n")
  }
}
