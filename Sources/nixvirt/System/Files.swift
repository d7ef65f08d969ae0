import Glibc

/// Reads and writes files; every problem is a ``Failure`` that names the file and the reason.
enum Files {
  /// The largest description that is read.
  static let limit = 64 << 20

  // MARK: - Reading

  static func read(_ path: String) throws(Failure) -> [UInt8] {
    guard let bytes = try readIfPresent(path) else {
      throw .inputOutput("\(path): \(reason(ENOENT))")
    }
    return bytes
  }

  /// The content of a file, nil if there is none.
  static func readIfPresent(_ path: String) throws(Failure) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .inputOutput("\(path): \(reason(errno))")
    }
    defer { close(descriptor) }
    return try read(descriptor, path)
  }

  static func readStandardInput() throws(Failure) -> [UInt8] {
    try read(STDIN_FILENO, "the standard input")
  }

  private static func read(_ descriptor: Int32, _ name: String) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var status = stat()
    if fstat(descriptor, &status) == 0 { bytes.reserveCapacity(min(max(status.st_size, 0), limit)) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .inputOutput("\(name): \(reason(errno))")
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      if bytes.count > limit {
        throw .inputOutput("\(name): more than \(limit >> 20) MiB are no description")
      }
    }
  }

  // MARK: - Writing

  /// Gives a file a content, as a whole or not at all: a new file takes the place of the old one
  /// when it is complete. A file with that content is not touched, a symbolic link keeps pointing
  /// to the file, and the file keeps its mode.
  static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
    let target = resolved(path)
    var status = stat()
    let exists = stat(target, &status) == 0
    if exists {
      guard status.st_mode & S_IFMT == S_IFREG else { return try overwrite(target, with: bytes) }
      if try readIfPresent(target) == bytes { return }
    }
    var template = Array("\(folder(of: target))/.nixvirt-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .inputOutput("\(path): \(reason(errno))") }
    let temporary = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let problem = fill(descriptor, bytes, mode: exists ? status.st_mode & 0o7777 : newFileMode)
    close(descriptor)
    let failure = problem ?? (rename(temporary, target) == 0 ? nil : errno)
    if let failure {
      unlink(temporary)
      throw .inputOutput("\(path): \(reason(failure))")
    }
  }

  /// Makes a new file; false, and nothing else, if there is one of that name.
  static func create(_ path: String, with bytes: [UInt8]) throws(Failure) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw .inputOutput("\(path): \(reason(errno))")
    }
    let problem = write(bytes, to: descriptor)
    close(descriptor)
    if let problem {
      unlink(path)
      throw .inputOutput("\(path): \(reason(problem))")
    }
    return true
  }

  /// Makes a folder and those that it is in, unless they are there.
  static func createFolder(_ path: String) throws(Failure) {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw .inputOutput("\(path): \(reason(ENOTDIR))")
      }
      return
    }
    let parent = folder(of: path)
    if parent != path { try createFolder(parent) }
    if mkdir(path, 0o777) != 0, errno != EEXIST {
      throw .inputOutput("\(path): \(reason(errno))")
    }
  }

  /// Devices and pipes are written to; they cannot be replaced.
  private static func overwrite(_ path: String, with bytes: [UInt8]) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .inputOutput("\(path): \(reason(errno))") }
    let problem = write(bytes, to: descriptor)
    close(descriptor)
    if let problem { throw .inputOutput("\(path): \(reason(problem))") }
  }

  private static func fill(_ descriptor: Int32, _ bytes: [UInt8], mode: mode_t) -> Int32? {
    if let problem = write(bytes, to: descriptor) { return problem }
    if fchmod(descriptor, mode) != 0 { return errno }
    return fsync(descriptor) == 0 ? nil : errno
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

  private static var newFileMode: mode_t {
    let mask = umask(0)
    umask(mask)
    return 0o666 & ~mask
  }

  // MARK: - Names

  /// The names in a folder, sorted; none if there is no such folder.
  static func names(in folder: String) throws(Failure) -> [String] {
    guard let stream = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw .inputOutput("\(folder): \(reason(errno))")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafeBytes(of: entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names.sorted()
  }

  /// The last part of a path.
  static func name(of path: String) -> String {
    String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
  }

  /// The folder that a file is in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The way from one folder to another: `.`, `../guests`.
  static func relativePath(of target: String, from base: String) throws(Failure) -> String {
    if target == base { return "." }
    let target = try components(target)
    let base = try components(base)
    let common = zip(target, base).prefix { $0 == $1 }.count
    let way = Array(repeating: "..", count: base.count - common) + target[common...]
    return way.isEmpty ? "." : way.joined(separator: "/")
  }

  /// A folder that is not there yet is where it would be made.
  private static func components(_ folder: String) throws(Failure) -> [String] {
    guard let pointer = realpath(folder, nil) else {
      let name = name(of: folder)
      if errno == ENOENT, !["", ".", ".."].contains(name) {
        return try components(Self.folder(of: folder)) + [name]
      }
      throw .inputOutput("\(folder): \(reason(errno))")
    }
    defer { free(pointer) }
    return String(cString: pointer).split(separator: "/").map(String.init)
  }

  /// The file that a symbolic link points to, through several links; the name itself if it is none.
  private static func resolved(_ path: String) -> String {
    if let pointer = realpath(path, nil) {
      defer { free(pointer) }
      return String(cString: pointer)
    }
    // A link to a file that is not there yet.
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map {
        readlink(path, $0.assumingMemoryBound(to: CChar.self), bytes.count)
      } ?? -1
    }
    guard count > 0 else { return path }
    let target = String(decoding: buffer[..<count], as: UTF8.self)
    return target.hasPrefix("/") ? target : "\(folder(of: path))/\(target)"
  }

  private static func reason(_ number: Int32) -> String {
    String(cString: strerror(number))
  }
}
