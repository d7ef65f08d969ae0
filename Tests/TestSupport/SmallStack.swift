import Foundation

/// A thread with little stack, as programs give to their threads.
public enum SmallStack {
  /// The stack of such a thread: that of a secondary thread on macOS.
  public static let size = 512 * 1024

  /// Runs something on a thread of its own with a stack of 512 KiB, and waits without blocking.
  public static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: body()) }
      thread.stackSize = size
      thread.start()
    }
  }
}
