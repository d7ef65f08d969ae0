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

  /// How a program ended.
  public struct Result: Sendable {
    /// The exit status, or the number of the signal.
    public var status: Int32
    /// What it wrote to the standard output.
    public var output: String
    /// What it wrote to the standard error.
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
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    if ended.wait(timeout: .now() + limit) == .timedOut {
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
      let command = ([path] + arguments).joined(separator: " ").prefix(500)
      throw TimeLimitExceeded(description: "not done after \(limit) s: \(command)")
    }
    return Result(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self),
      crashed: process.terminationReason == .uncaughtSignal)
  }

  /// A new folder for files of a test.
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
