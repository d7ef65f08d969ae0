import Foundation
import Testing

/// Runs the tests of a suite on threads that nothing else uses: they wait for other programs most of the time. The
/// other tests have a thread for each processor, which would wait with them.
struct OwnThreads: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
  }
}

extension Trait where Self == OwnThreads {
  /// The tests wait for other programs most of the time.
  static var ownThreads: OwnThreads { OwnThreads() }
}

/// A few threads that run one job after the other.
private final class WaitingThreads: TaskExecutor {
  static let shared = WaitingThreads()

  private let condition = NSCondition()
  private nonisolated(unsafe) var jobs: [UnownedJob] = []

  private init() {
    for _ in 0..<4 {
      let thread = Thread { [unowned self] in
        while true { next().runSynchronously(on: asUnownedTaskExecutor()) }
      }
      // As much as the main thread has.
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    condition.withLock {
      jobs.append(job)
      condition.signal()
    }
  }

  private func next() -> UnownedJob {
    condition.withLock {
      while jobs.isEmpty { condition.wait() }
      return jobs.removeFirst()
    }
  }
}
