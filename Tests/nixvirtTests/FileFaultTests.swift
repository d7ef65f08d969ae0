import Foundation
import TestSupport
import Testing

/// The old file or the new one, whole, and nothing else: whatever fails or interrupts.
@Suite("Files under faults", .ownThreads)
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

  @Test("80 signals at random moments", arguments: 0..<4)
  func signals(batch: UInt64) throws {
    let program = try #require(NixvirtProgram.path)
    var random = RandomSource(seed: batch)
    var ended = 0
    for round in 0..<20 {
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

  /// One system call of a replacement: its name, which one of that name it is, and all of its line in strace's
  /// log.
  struct Call: Sendable, CustomTestStringConvertible {
    let name: String
    let number: Int
    let line: String

    var testDescription: String { "\(name):\(number)" }
  }

  private static let quiet = """
    { host.nic = "eno1"; guests.alice = { install = "none"; diskSize = "8g"; }; }

    """

  /// The calls that touch files, from reading the description on. Those before are the loader's.
  private static let calls: [Call] = (try? traced.get()) ?? []

  private static let traced = Result { try trace() }

  private static func trace() throws -> [Call] {
    guard let strace else { return [] }
    let program = try #require(NixvirtProgram.path)
    let place = try Workplace(quiet)
    try place.write("virtual.nix", old)
    try? FileManager.default.setAttributes(
      [.ownerAccountID: 1234], ofItemAtPath: place.path("virtual.nix"))
    let result = try ExternalTool.run(
      strace, ["-f", "-o", "trace", program, "generate", "-o", "virtual.nix"],
      in: place.folder.path)
    guard result.status == 0 else { throw TraceFailure(result: result) }
    let trace = try place.read("trace")
    let names: Set = [
      "openat", "read", "write", "close", "newfstatat", "fstat", "readlink", "access", "fchown",
      "fchmod", "fsync", "rename", "unlink", "getrandom", "lseek",
    ]
    var counts: [String: Int] = [:]
    var calls: [Call] = []
    var isLoaded = false
    for line in trace.split(separator: "\n") {
      // strace pads the process ID to five places.
      let text = line.drop { $0 != " " }.drop { $0 == " " }
      let name = String(text.prefix { $0 != "(" })
      counts[name, default: 0] += 1
      isLoaded = isLoaded || (name == "openat" && text.contains("\"guests.nix\""))
      if isLoaded, names.contains(name) {
        calls.append(Call(name: name, number: counts[name] ?? 0, line: String(text)))
      }
    }
    guard calls.count > 20 else { throw TraceFailure(result: result) }
    return calls
  }

  private struct TraceFailure: Error {
    let result: ExternalTool.Result
  }

  /// The calls that make the new file, from the first to the one that gives it its name.
  private static var ofNewFile: [Call] {
    guard let first = calls.firstIndex(where: { $0.line.contains("O_CREAT") }),
      let last = calls.firstIndex(where: { $0.name == "rename" })
    else { return [] }
    return Array(calls[first...last])
  }

  @Test(
    "each system call fails once",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"), arguments: calls)
  func fault(call: Call) throws {
    let trace = try inject(["inject=\(call.name):error=EIO:when=\(call.number)"])
    #expect(!trace.crashed && [0, 4].contains(trace.status), "\(trace.errors)")
    let text = try place.read("virtual.nix")
    if trace.status == 0 {
      #expect(text.hasPrefix(Workplace.mark) && text.contains("alice"))
    } else {
      #expect(text == Self.old)
      #expect(trace.errors.hasPrefix("nixvirt: "))
    }
    #expect(try place.names == ["guests.nix", "virtual.nix"], "\(trace.errors)")
    // What makes the new file: no failure is passed over.
    if Self.ofNewFile.contains(where: { $0.line == call.line && $0.number == call.number }),
      !["newfstatat", "fstat", "lseek"].contains(call.name)
    {
      #expect(trace.status == 4)
      #expect(trace.errors == "nixvirt: virtual.nix: Input/output error\n")
    }
  }

  @Test(
    "a write that a signal interrupts goes on",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"))
  func interrupted() throws {
    _ = try Self.traced.get()
    let call = try #require(Self.ofNewFile.first { $0.name == "write" })
    let result = try inject(["inject=write:error=EINTR:when=\(call.number)"])
    #expect(result.status == 0, "\(result.errors)")
    let text = try place.read("virtual.nix")
    #expect(try place.run("generate").output == text)
  }

  @Test(
    "a replacement has all of these steps, in this order",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"))
  func steps() throws {
    _ = try Self.traced.get()
    let own = Self.ofNewFile
    #expect(own.first?.line.contains("O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC, 0600") == true)
    let order = ["openat", "write", "fchown", "fchmod", "fsync", "close", "rename"]
    #expect(
      own.map(\.name).filter(order.contains)
        == (geteuid() == 0 ? order : order.filter { $0 != "fchown" }))
    // Nothing else is opened for writing, and nothing that is opened reaches programs that are started.
    for call in Self.calls where call.name == "openat" {
      #expect(call.line.contains("O_CLOEXEC"), "\(call.line)")
      #expect(call.line.contains("O_RDONLY") || call.line.contains("O_EXCL"), "\(call.line)")
    }
  }

  @Test(
    "a signal while the new file is written leaves the old one, and nothing else",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"),
    arguments: ["HUP", "INT", "QUIT", "TERM", "ALRM", "USR1", "USR2"])
  func signalInside(signal: String) throws {
    let result = try inject(["inject=fsync:signal=\(signal):when=1"])
    #expect(result.errors.contains("interrupted: nothing was replaced") || result.crashed)
    #expect(try place.names == ["guests.nix", "virtual.nix"])
    #expect(try place.read("virtual.nix") == Self.old)
  }

  @Test(
    "a signal that is ignored does not count, even while the new file is written",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"))
  func ignoredInside() throws {
    try place.write("virtual.nix", Self.old)
    let result = try place.shell(
      """
      trap '' HUP; \(try #require(strace)) -f -qq -o /dev/null -e trace=fsync \
      -e inject=fsync:signal=HUP:when=1 "$0" generate -o virtual.nix
      """)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try place.read("virtual.nix") == new)
  }

  @Test(
    "a pipe that fails is an error, at its last moment too",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"),
    arguments: ["write", "close"])
  func pipeFault(call: String) throws {
    let result = try place.shell(
      """
      mkfifo pipe; cat pipe >/dev/null & \(try #require(strace)) -f -qq -o trace -P pipe -e trace=\(call) \
      -e inject=\(call):error=EIO "$0" generate -o pipe 2>errors; echo $?; wait; grep ^nixvirt errors
      """)
    #expect(result.output == "4\nnixvirt: pipe: Input/output error\n", "\(result.errors)")
  }

  @Test(
    "a temporary file that cannot be removed is reported",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"))
  func leftover() throws {
    let result = try inject(["inject=fsync:error=EIO:when=1", "inject=unlink:error=EIO:when=1"])
    #expect(result.status == 4)
    let name = try #require(try place.names.first { $0.hasPrefix(".nixvirt-") })
    #expect(
      result.errors == """
        nixvirt: virtual.nix: Input/output error
        nixvirt: ./\(name): a temporary file that could not be removed: Input/output error

        """)
    #expect(try place.read("virtual.nix") == Self.old)
  }

  @Test("a new file has the mode that umask leaves", arguments: [("022", 0o644), ("077", 0o600)])
  func newMode(mask: String, mode: Int) throws {
    #expect(try place.shell("umask \(mask); \"$0\" generate -o new.nix").status == 0)
    let found: NSNumber = try #require(try place.attribute(.posixPermissions, of: "new.nix"))
    #expect(found.intValue == mode)
  }

  /// Replaces the module while strace makes system calls fail.
  private func inject(_ faults: [String]) throws -> ExternalTool.Result {
    try place.write("guests.nix", Self.quiet)
    try place.write("virtual.nix", Self.old)
    _ = try? FileManager.default.setAttributes(
      [.ownerAccountID: 1234], ofItemAtPath: place.path("virtual.nix"))
    let log = try ExternalTool.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: log) }
    return try ExternalTool.run(
      try #require(strace),
      ["-f", "-o", "\(log.path)/trace"] + faults.flatMap { ["-e", $0] }
        + [try #require(NixvirtProgram.path), "generate", "-o", "virtual.nix"],
      in: place.folder.path)
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
