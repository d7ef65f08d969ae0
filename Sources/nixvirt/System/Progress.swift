import Glibc
import Synchronization

/// A line on the terminal while the program works for longer than a second; it disappears with the end
/// of the work. Without a terminal there is none.
enum Progress {
  struct State {
    private var seconds = 0
    private var isShown = false
    /// Whether a person or another program is waited for.
    var isHeld = false
    var isEnded = false

    /// The line after another second; nil if there is none.
    mutating func nextLine() -> String? {
      if isEnded || isHeld { return nil }
      seconds += 1
      isShown = true
      return "\(clearLine)nixvirt: working, \(seconds) s"
    }

    /// The text that removes the line; nil if there is none.
    mutating func removal() -> String? {
      defer { isShown = false }
      return isShown ? clearLine : nil
    }
  }

  private static let state = Mutex(State())
  private static let clearLine = "\r\u{1B}[2K"

  /// Starts to count.
  static func start() {
    // Signals are for the thread that works: it holds them back while it writes files.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    var thread = pthread_t()
    let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { _ in
      while sleep(1) == 0, Progress.tick() {}
      return nil
    }
    if pthread_create(&thread, nil, body, nil) == 0 { pthread_detach(thread) }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// Removes the line, and shows it no more.
  static func end() {
    state.withLock { state in
      state.isEnded = true
      print(state.removal())
    }
  }

  /// Waits for a person or another program, which is not work.
  static func waiting<Value, E: Error>(_ body: () throws(E) -> Value) throws(E) -> Value {
    state.withLock { state in
      state.isHeld = true
      print(state.removal())
    }
    defer { state.withLock { $0.isHeld = false } }
    return try body()
  }

  /// - Returns: whether there may be more to show.
  private static func tick() -> Bool {
    state.withLock { state in
      print(state.nextLine())
      return !state.isEnded
    }
  }

  private static func print(_ text: String?) {
    if let text { _ = Files.write(Array(text.utf8), to: STDERR_FILENO) }
  }
}
