import Foundation

/// Programs of the machine, and running them.
public enum ExternalTool {
  /// A program on the PATH, or named by an environment variable of its name in capitals.
  public static func find(_ name: String) -> String? {
    let environment = ProcessInfo.processInfo.environment
    let variable = name.uppercased().replacingOccurrences(of: "-", with: "_")
    if let path = environment[variable], !path.isEmpty { return path }
    return (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Whether a test that does not find a program fails: with `REQUIRE_TOOLS=1`.
  public static let areRequired = ProcessInfo.processInfo.environment["REQUIRE_TOOLS"] == "1"

  /// How a program ended.
  public struct Result: Sendable {
    /// The exit status, or the number of the signal.
    public var status: Int32
    /// What it wrote to standard output.
    public var output: String
    /// What it wrote to standard error.
    public var errors: String
    /// Whether it ended by a signal.
    public var crashed: Bool
  }

  /// A program that did not end in its time, and was ended.
  public struct TimeLimitExceeded: Error, CustomStringConvertible {
    /// What was run, and for how long.
    public let description: String
  }

  /// Runs a program to its end.
  ///
  /// - Parameter limit: seconds after which it is killed; long enough for a machine that does much else.
  /// - Throws: ``TimeLimitExceeded``, besides what keeps a program from being started.
  public static func run(
    _ path: String, _ arguments: [String], input: String? = nil, in folder: String? = nil,
    environment: [String: String] = [:], limit: Double = 300
  ) throws -> Result {
    let files = try (0..<3).map { _ in try temporaryFile() }
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    try Data((input ?? "").utf8).write(to: files[0])
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Foundation's Process reads beyond a directory entry when it lists the open files, and crashes if
    // that entry is at the end of a page. The shell changes the directory, which posix_spawn cannot.
    let command = [
      "/bin/sh", "-c", #"cd "$0" && exec "$@" <"$IN" >"$OUT" 2>"$ERRORS""#, folder ?? ".", path,
    ]
    let identifier = try spawn(
      command + arguments,
      variables.merging(["IN": files[0].path, "OUT": files[1].path, "ERRORS": files[2].path]) { $1 }
    )
    let deadline = Date().addingTimeInterval(limit)
    var status: Int32 = 0
    var pause: UInt32 = 200
    while waitpid(identifier, &status, WNOHANG) == 0 {
      if Date() > deadline {
        kill(identifier, SIGKILL)
        waitpid(identifier, &status, 0)
        let command = ([path] + arguments).joined(separator: " ").prefix(500)
        throw TimeLimitExceeded(description: "not done after \(limit) s: \(command)")
      }
      usleep(pause)
      pause = min(pause * 2, 10_000)
    }
    let signal = status & 0x7F
    return Result(
      status: signal == 0 ? status >> 8 & 0xFF : signal,
      output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self),
      crashed: signal != 0)
  }

  /// Writes a shell script that can be run, with its directory.
  ///
  /// A shell writes it: a process that another test starts meanwhile would have the file open for writing,
  /// too, until it runs its own program, and until then nobody can run this one ("Text file busy",
  /// execve(2)).
  public static func writeProgram(_ script: String, to path: String) throws {
    let write = #"mkdir -p "$(dirname "$0")" && cat >"$0" && chmod 755 "$0""#
    let result = try run("/bin/sh", ["-c", write, path], input: "#!/bin/sh\n\(script)\n")
    if result.status != 0 { throw SpawnFailed(description: result.errors) }
  }

  /// A program that could not be started, with the reason.
  public struct SpawnFailed: Error, CustomStringConvertible {
    /// What was run, and why it could not be.
    public let description: String
  }

  private static func spawn(
    _ command: [String], _ environment: [String: String]
  ) throws -> pid_t {
    let words = command.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var identifier: pid_t = 0
    // Threads of the pool have signals blocked, which the program must not inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let problem = posix_spawn(&identifier, command[0], nil, &attributes, words, variables)
    guard problem == 0 else {
      throw SpawnFailed(description: "\(command[0]): \(String(cString: strerror(problem)))")
    }
    return identifier
  }

  /// A new directory for files of a test.
  public static func temporaryFolder() throws -> URL {
    let folder = temporaryRoot.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func temporaryFile() throws -> URL {
    let file = temporaryRoot.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: temporaryRoot, withIntermediateDirectories: true)
    try Data().write(to: file)
    return file
  }

  /// Everything of one run of the tests, removed at its end.
  private static let temporaryRoot: URL = {
    atexit { try? FileManager.default.removeItem(at: ExternalTool.temporaryRoot) }
    return FileManager.default.temporaryDirectory
      .appendingPathComponent("nixvirt-tests-\(ProcessInfo.processInfo.processIdentifier)")
  }()
}
