import Glibc
import Synchronization

/// Does the same with many items, on as many threads as there are processors.
enum Workers {
  /// The results, in the order of the items. The calling thread works, too; with few items, alone.
  static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) -> Result
  ) -> [Result] {
    let threads = min(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), items.count / itemsPerThread)
    guard threads > 1 else { return items.map(body) }
    let job = Job(items, body)
    let work = Work { job.run() }
    let others = (1..<threads).compactMap { _ in thread(work) }
    job.run()
    for other in others { pthread_join(other, nil) }
    return job.results
  }

  /// With fewer, a thread takes longer to start than it saves.
  private static let itemsPerThread = 8

  /// The work of a thread. It is not generic, as the function that a thread starts with cannot be.
  private final class Work: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private final class Job<Item: Sendable, Result: Sendable>: Sendable {
    private let items: [Item]
    private let body: @Sendable (Item) -> Result
    private let next = Atomic<Int>(0)
    private let found: Mutex<[(index: Int, result: Result)]>

    init(_ items: [Item], _ body: @escaping @Sendable (Item) -> Result) {
      self.items = items
      self.body = body
      found = Mutex([])
    }

    /// Works until nothing is left.
    func run() {
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < items.count else { return }
        let result = body(items[index])
        found.withLock { $0.append((index, result)) }
      }
    }

    var results: [Result] {
      found.withLock { $0 }.sorted { $0.index < $1.index }.map(\.result)
    }
  }

  /// A new thread, nil if there cannot be one. It leaves signals to the first thread, which holds them
  /// back while it writes files.
  private static func thread(_ work: Work) -> pthread_t? {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
      guard let context else { return nil }
      Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
      return nil
    }
    let context = Unmanaged.passRetained(work)
    guard pthread_create(&thread, nil, start, context.toOpaque()) == 0 else {
      context.release()
      return nil
    }
    return thread
  }
}
