@preconcurrency import Glibc

/// Other programs: where they are, and running them.
enum ChildProcess {
  /// A program on the PATH.
  static func find(_ name: String) -> String? {
    let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return folders.split(separator: ":").map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 && !Files.isFolder($0) }
  }

  /// How a program ended.
  struct End {
    /// Its exit status; that of a shell for one that a signal ended.
    let status: Int32
    /// Whether a signal asked this process to end.
    let wasInterrupted: Bool
  }

  /// Runs a program with the terminal and the environment of this one, and waits until it has ended.
  ///
  /// A signal that would end this process ends the program instead, so that the caller can clean up.
  static func run(_ path: String, _ arguments: [String]) throws(Failure) -> End {
    Progress.end()
    let waited = signals([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGCHLD])
    var before = sigset_t()
    var blocked = waited
    signal(SIGCHLD, SIG_DFL)
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
    var terminal = termios()
    let hasTerminal = tcgetattr(STDIN_FILENO, &terminal) == 0
    defer {
      if hasTerminal { tcsetattr(STDIN_FILENO, TCSANOW, &terminal) }
      pthread_sigmask(SIG_SETMASK, &before, nil)
    }
    let process = try spawn(path, [path] + arguments, mask: before)
    var wasInterrupted = false
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      var number: Int32 = 0
      var set = waited
      guard sigwait(&set, &number) == 0, number != SIGCHLD else { continue }
      wasInterrupted = true
      kill(process, SIGTERM)
    }
    let signal = status & 0x7F
    return End(
      status: signal == 0 ? status >> 8 & 0xFF : 128 + signal, wasInterrupted: wasInterrupted)
  }

  private static func spawn(
    _ path: String, _ words: [String], mask: sigset_t
  ) throws(Failure) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var mask = mask
    // This process ignores the first, see Main.
    var defaults = signals([SIGXFSZ, SIGPIPE])
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    var pointers = words.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    var process: pid_t = 0
    let problem = posix_spawn(&process, path, nil, &attributes, pointers, environ)
    if problem != 0 { throw .inputOutput("\(path): \(SystemError.reason(problem))") }
    return process
  }

  private static func signals(_ numbers: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for number in numbers { sigaddset(&set, number) }
    return set
  }
}
