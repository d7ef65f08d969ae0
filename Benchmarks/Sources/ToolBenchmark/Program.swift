import Glibc

/// A program with its arguments, run and measured as a whole process.
struct Program {
  /// What a row of a table calls it.
  let name: String
  let path: String
  let arguments: [String]
  /// Where its standard output goes.
  let output: String

  /// What a run took.
  struct Run {
    var seconds: Double
    /// The peak of memory, in bytes.
    var memory: Int
  }

  init(_ name: String, _ path: String, _ arguments: [String], output: String = "/dev/null") {
    self.name = name
    self.path = path
    self.arguments = arguments
    self.output = output
  }

  /// Runs it; nil if it fails.
  ///
  /// The kernel counts the memory that the benchmark has at that moment as the program's, which is why
  /// the benchmark keeps little, and uses no Foundation.
  func run() -> Run? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var vector = ([path] + arguments).map { strdup($0) } + [nil]
    defer { vector.forEach { free($0) } }

    var process = pid_t()
    var status = Int32()
    var usage = rusage()
    var problem = Int32()
    let elapsed = ContinuousClock().measure {
      problem = posix_spawn(&process, path, &actions, nil, &vector, environ)
      if problem == 0 { wait4(process, &status, 0, &usage) }
    }
    guard problem == 0, status == 0 else { return nil }
    let parts = elapsed.components
    return Run(
      seconds: Double(parts.seconds) + Double(parts.attoseconds) / 1e18,
      memory: usage.ru_maxrss * 1024)
  }

  /// Where a program is: a variable of the environment says so, or it is on the PATH; nil if it is not.
  static func find(_ name: String, variable: String? = nil) -> String? {
    if let variable, let given = getenv(variable) { return String(cString: given) }
    let folders = getenv("PATH").map { String(cString: $0) } ?? ""
    return folders.split(separator: ":").map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 }
  }
}
