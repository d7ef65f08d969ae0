import Glibc

/// Files that get a new content together: each is written beside its target, and all take their
/// targets' places when the last one is complete.
///
/// A file with the same content is not touched. A symbolic link keeps leading to its file. A replaced
/// file keeps its owner, group, mode and access control list. Only what ``ReplacementRules`` allow is replaced.
struct FileReplacements {
  /// A complete file that waits beside its target.
  private struct Staged {
    let path: String
    let target: String
    let temporary: String
  }

  private let rules: ReplacementRules
  private let hold: SignalHold
  private var staged: [Staged] = []
  private var streams: [(path: String, bytes: [UInt8])] = []
  private var folders: [String] = []
  private var unchanged: [String] = []
  /// The directories without files of runs that were killed.
  private var cleaned: Set<String> = []
  /// Why files may not be replaced: all of them are named at once.
  private var refusals: [String] = []

  private init(_ rules: ReplacementRules, _ hold: SignalHold) {
    self.rules = rules
    self.hold = hold
  }

  /// The results for the files, in the order in which they were staged.
  struct Results {
    var written: [String] = []
    var unchanged: [String] = []

    /// A line for each file, for people.
    var lines: [String] {
      written.map { "wrote \($0)" } + unchanged.map { "\($0) is up to date" }
    }
  }

  /// Replaces what the body stages, all of it or, if it throws, nothing.
  @discardableResult
  static func perform(
    _ rules: ReplacementRules, _ body: (inout FileReplacements) throws(Failure) -> Void
  ) throws(Failure) -> Results {
    let hold = SignalHold()
    var files = FileReplacements(rules, hold)
    defer { hold.release() }
    var results = Results()
    do throws(Failure) {
      try body(&files)
      results.written = files.staged.map(\.path) + files.streams.map(\.path)
      results.unchanged = files.unchanged
      try files.commit()
    } catch {
      let leftovers = files.discard()
      throw leftovers.isEmpty ? error : error.adding(leftovers)
    }
    // A pipe waits for its reader: no temporary file is left now, and a signal may end the wait.
    hold.release()
    for stream in files.streams { try overwrite(stream.path, with: stream.bytes) }
    return results
  }

  /// Replaces one file.
  @discardableResult
  static func replace(
    _ path: String, with bytes: [UInt8], _ rules: ReplacementRules
  ) throws(Failure) -> Results {
    try perform(rules) { files throws(Failure) in try files.stage(path, bytes) }
  }

  // MARK: - Staging

  /// Makes a directory for the files; it is removed again if nothing is replaced.
  mutating func createFolder(_ path: String) throws(Failure) {
    folders += try Files.createFolder(path)
  }

  /// Writes a file beside its target.
  mutating func stage(_ path: String, _ bytes: [UInt8]) throws(Failure) {
    if hold.isPending { throw .inputOutput("\(path): interrupted") }
    let target: String
    var status: stat?
    do throws(Failure) {
      target = try Paths.followingLinks(path)
      switch try rules.check(path, target, bytes) {
      case .unchanged: return unchanged.append(path)
      case .stream: return streams.append((path, bytes))
      case .create: break
      case .replace(let present): status = present
      }
    } catch {
      guard case .files(let lines) = error else { throw error }
      return refusals += lines
    }
    let folder = Paths.folder(of: target)
    if cleaned.insert(folder).inserted { StaleFiles.remove(in: folder) }
    let (temporary, descriptor) = try Self.temporary(for: target, path, isNew: status == nil)
    staged.append(Staged(path: path, target: target, temporary: temporary))
    let problem = fill(descriptor, bytes, like: status.map { (target, $0) })
    let closing = close(descriptor) == 0 ? nil : errno
    if let number = problem ?? closing {
      throw .inputOutput("\(path): \(SystemError.reason(number))")
    }
  }

  /// A new file in the directory of a target: one that takes a target's place gets its rights later.
  private static func temporary(
    for target: String, _ path: String, isNew: Bool
  ) throws(Failure) -> (name: String, descriptor: Int32) {
    for _ in 0..<100 {
      let name = "\(Paths.folder(of: target))/\(StaleFiles.name())"
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
      let descriptor = open(name, flags, isNew ? 0o666 : 0o600)
      if descriptor >= 0 { return (name, descriptor) }
      if errno != EEXIST { throw .inputOutput(SystemError.message(path, errno)) }
    }
    // Names are random: so many are not taken by chance.
    throw .inputOutput("\(path): \(SystemError.reason(EEXIST))")
  }

  private func fill(
    _ descriptor: Int32, _ bytes: [UInt8], like present: (path: String, status: stat)?
  ) -> Int32? {
    if let problem = Files.write(bytes, to: descriptor) { return problem }
    if let (path, status) = present {
      var own = stat()
      if fstat(descriptor, &own) != 0 { return errno }
      let isSame = own.st_uid == status.st_uid && own.st_gid == status.st_gid
      if !isSame, fchown(descriptor, status.st_uid, status.st_gid) != 0, !rules.force {
        return errno
      }
      // Before the mode, which would grant more without it.
      if let problem = ExtendedAttributes.copy(from: path, to: descriptor) { return problem }
      if fchmod(descriptor, status.st_mode & 0o7777) != 0 { return errno }
    }
    return fsync(descriptor) == 0 ? nil : errno
  }

  // MARK: - Ending

  /// Puts all files in their places.
  private mutating func commit() throws(Failure) {
    if !refusals.isEmpty { throw .files(refusals) }
    if hold.isPending { throw .inputOutput("interrupted: nothing was replaced") }
    let all = staged
    while let file = staged.first {
      guard rename(file.temporary, file.target) == 0 else {
        let reason = SystemError.reason(errno)
        let done = all.prefix(all.count - staged.count).map { "\($0.path) was replaced" }
        let rest = all.suffix(staged.count).map { "\($0.path) was not replaced" }
        let isAlone = all.count == 1
        throw .files(["\(file.path): \(reason)"] + (isAlone ? [] : done + rest))
      }
      staged.removeFirst()
      folders = []
    }
  }

  /// Removes what is beside the targets; what could not be removed is named.
  private func discard() -> [String] {
    let left = staged.filter { unlink($0.temporary) != 0 && errno != ENOENT }.map { file in
      "\(file.temporary): a temporary file that could not be removed: \(SystemError.reason(errno))"
    }
    for folder in folders.reversed() { rmdir(folder) }
    return left
  }

  /// Devices, pipes and sockets are written to: they have no content to lose.
  private static func overwrite(_ path: String, with bytes: [UInt8]) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .inputOutput("\(path): \(SystemError.reason(errno))") }
    let problem = Files.write(bytes, to: descriptor)
    let closing = close(descriptor) == 0 ? nil : errno
    if let number = problem ?? closing {
      throw .inputOutput("\(path): \(SystemError.reason(number))")
    }
  }
}
