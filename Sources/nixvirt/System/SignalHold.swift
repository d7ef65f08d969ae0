import Glibc

/// Keeps signals that end the process waiting while files are half written.
///
/// A signal that arrives meanwhile is noticed by ``isPending``; it takes effect at ``release()``, when
/// the temporary files are gone.
struct SignalHold {
  private static let signals = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2]

  private var held = sigset_t()

  /// Holds the signals back. Signals that the process ignores (`nohup`) stay ignored.
  init() {
    sigemptyset(&held)
    for signal in Self.signals {
      var action = sigaction()
      guard sigaction(signal, nil, &action) == 0 else { continue }
      let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      if handler != unsafeBitCast(SIG_IGN, to: Int.self) { sigaddset(&held, signal) }
    }
    sigprocmask(SIG_BLOCK, &held, nil)
  }

  /// Whether a signal waits.
  var isPending: Bool {
    var pending = sigset_t()
    guard sigpending(&pending) == 0 else { return false }
    var held = held
    return Self.signals.contains { sigismember(&held, $0) == 1 && sigismember(&pending, $0) == 1 }
  }

  /// Lets the signals through: one that waits ends the process here.
  func release() {
    var held = held
    sigprocmask(SIG_UNBLOCK, &held, nil)
  }
}
