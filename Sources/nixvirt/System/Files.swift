import Glibc
import VirtModel

/// Reads files and directories, and writes new files. Every problem is a ``Failure`` that names the file
/// and the reason. ``FileReplacements`` writes to files that may exist.
enum Files {
  /// The bytes that were read, and their file; nil if they came from a pipe or a terminal.
  struct Content {
    let bytes: [UInt8]
    let identity: FileIdentity?
  }

  /// The largest description that is read, in bytes.
  static let limit = 64 << 20

  // MARK: - Reading

  static func read(_ path: String) throws(Failure) -> Content {
    guard let content = try readIfPresent(path) else {
      throw .inputOutput(SystemError.message(path, ENOENT))
    }
    return content
  }

  /// The content of a file, nil if there is none.
  static func readIfPresent(_ path: String) throws(Failure) -> Content? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .inputOutput("\(path): \(SystemError.reason(errno))")
    }
    defer { close(descriptor) }
    return try read(descriptor, path)
  }

  static func readStandardInput() throws(Failure) -> Content {
    try Progress.waiting { () throws(Failure) in try read(STDIN_FILENO, "standard input") }
  }

  private static func read(_ descriptor: Int32, _ name: String) throws(Failure) -> Content {
    var bytes: [UInt8] = []
    var status = stat()
    if fstat(descriptor, &status) == 0 { bytes.reserveCapacity(min(max(status.st_size, 0), limit)) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .inputOutput("\(name): \(SystemError.reason(errno))")
      }
      if count == 0 {
        return Content(bytes: bytes, identity: FileIdentity(descriptor: descriptor))
      }
      bytes += buffer[..<count]
      if bytes.count > limit {
        throw .inputOutput("\(name): larger than \(limit >> 20) MiB, the most that is read")
      }
    }
  }

  /// The names in a directory, sorted; none if there is no such directory. Names that are not valid UTF-8
  /// are left out: nothing that nixvirt writes has one.
  static func names(in folder: String) throws(Failure) -> [String] {
    try allNames(in: folder).compactMap { String(validating: $0, as: UTF8.self) }.sorted()
  }

  /// The names in a directory, as bytes: they need not be UTF-8. None if there is no such directory.
  static func allNames(in folder: String) throws(Failure) -> [[UInt8]] {
    guard let stream = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw .inputOutput("\(folder): \(SystemError.reason(errno))")
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    errno = 0
    while let entry = readdir(stream) {
      // Only the name up to its zero is there to be read, not all bytes of the declared type.
      let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0
      let start = UnsafeRawPointer(entry).advanced(by: offset)
        .assumingMemoryBound(to: UInt8.self)
      names.append(Array(UnsafeBufferPointer(start: start, count: strlen(start))))
      errno = 0
    }
    if errno != 0 { throw .inputOutput("\(folder): \(SystemError.reason(errno))") }
    return names
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is no such file, nor directory, for certain: one that may not be looked at may exist.
  static func isMissing(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) != 0 && [ENOENT, ENOTDIR, ELOOP].contains(errno)
  }

  /// The kind of a file, without following a link; unknown for one that may not be looked at.
  static func kind(_ path: String) -> SourceKind {
    if isMissing(path) { return .missing }
    var status = stat()
    guard lstat(path, &status) == 0 else { return .unknown }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFLNK: return .link
    case S_IFDIR: return .directory
    default: return .special
    }
  }

  /// Whether it is a file with content, not a device or a pipe, which could be read for ever.
  static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  // MARK: - Writing

  /// Makes a new file; false, and nothing else, if there is one of that name, or a link.
  static func create(_ path: String, with bytes: [UInt8]) throws(Failure) -> Bool {
    let hold = SignalHold()
    defer { hold.release() }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw .inputOutput(SystemError.message(path, errno))
    }
    let problem = write(bytes, to: descriptor)
    let closing = close(descriptor) == 0 ? nil : errno
    if let problem = problem ?? closing {
      unlink(path)
      throw .inputOutput("\(path): \(SystemError.reason(problem))")
    }
    return true
  }

  /// Makes a directory and those that it is in, unless they exist.
  ///
  /// - Returns: the directories that were made, the innermost last.
  @discardableResult
  static func createFolder(_ path: String) throws(Failure) -> [String] {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw .inputOutput("\(path): \(SystemError.reason(ENOTDIR))")
      }
      return []
    }
    let parent = Paths.folder(of: path)
    let made = parent == path ? [] : try createFolder(parent)
    if mkdir(path, 0o777) == 0 { return made + [path] }
    if errno == EEXIST, isFolder(path) { return made }
    let reason = SystemError.reason(errno)
    for folder in made.reversed() { rmdir(folder) }
    throw .inputOutput("\(path): \(reason)")
  }

  /// Writes all of it; the error number if that fails.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { write($0, to: descriptor) }
  }

  /// Writes all of it; the error number if that fails.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      rest = rest.dropFirst(count)
    }
    return nil
  }
}
