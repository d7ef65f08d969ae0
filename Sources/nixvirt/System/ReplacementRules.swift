import Glibc

/// Which files may be replaced.
struct ReplacementRules {
  /// The action for a target.
  enum Action {
    /// It has the content already.
    case unchanged
    /// It does not exist.
    case create
    /// It is a file that may be replaced, with this owner and mode.
    case replace(stat)
    /// It is a device or a pipe.
    case stream
  }

  /// The files that the command reads, with their names: they are never replaced, even by force.
  var inputs: [FileIdentity: String] = [:]
  /// The beginning of files that may be replaced; nil: anything.
  var mark: String?
  /// The content on which the new one is based; nil: any. A file that has another one was changed meanwhile.
  var expected: [UInt8]?
  /// Whether `--force` was given: foreign and read-only files may be replaced, too.
  var force = false
  /// Help for a file that must not be replaced.
  var advice = ": use --force to replace it, or give another file"

  /// Adds a file that the command reads, if it is one.
  mutating func protect(_ identity: FileIdentity?, as name: String) {
    if let identity { inputs[identity] = name }
  }

  /// The action for the target of a path.
  func check(_ path: String, _ target: String, _ bytes: [UInt8]) throws(Failure) -> Action {
    var status = stat()
    guard stat(target, &status) == 0 else {
      if errno == ENOENT, expected == nil { return .create }
      throw .inputOutput("\(path): \(SystemError.reason(errno))")
    }
    if let input = inputs[FileIdentity(status)] {
      let name = input == path ? path : "\(path) is the same file as \(input), which"
      throw .inputOutput("\(name) is an input of this command and cannot be its output")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .inputOutput("\(path): \(SystemError.reason(EISDIR))")
    case S_IFBLK:
      throw .inputOutput(
        "\(path): is a block device; nixvirt never writes to block"
          + " devices")
    default: return .stream
    }
    let present = try content(target)
    if present == bytes { return .unchanged }
    if let expected, present != expected {
      throw .inputOutput("\(path) was changed by another program meanwhile: it was left as it is")
    }
    if force { return .replace(status) }
    guard let present else {
      throw refusal("\(path) cannot be read, so it may not be a file that nixvirt wrote")
    }
    if let mark, !present.isEmpty, !present.starts(with: mark.utf8) {
      throw refusal("\(path) was not written by nixvirt")
    }
    // Root may write to any file: its mode counts, not only what the system allows.
    if status.st_mode & 0o222 == 0 || access(target, W_OK) != 0 {
      throw refusal("\(path) is read-only")
    }
    return .replace(status)
  }

  private func refusal(_ reason: String) -> Failure {
    .inputOutput(reason + advice)
  }

  /// Nil if the file may not be read.
  private func content(_ target: String) throws(Failure) -> [UInt8]? {
    do throws(Failure) {
      return try Files.readIfPresent(target)?.bytes ?? []
    } catch {
      if access(target, R_OK) != 0 { return nil }
      // It is larger than any module, or the disk has a fault.
      if force { return nil }
      throw error
    }
  }
}
