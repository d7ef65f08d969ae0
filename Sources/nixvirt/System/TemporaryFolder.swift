import Glibc

/// A directory for files that nobody needs afterwards, large ones among them: not in `/tmp`, which may
/// be memory.
struct TemporaryFolder {
  /// Its absolute path.
  let path: String

  init(for name: String) throws(Failure) {
    let given = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let parent = given.hasPrefix("/") ? given : "/var/tmp"
    var template = Array("\(parent)/nixvirt-\(name)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .inputOutput("\(parent): \(SystemError.reason(errno))")
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Writes a new file in it, and the directories that it is in.
  func write(_ name: String, _ bytes: [UInt8]) throws(Failure) {
    let file = "\(path)/\(name)"
    try Files.createFolder(Paths.folder(of: file))
    _ = try Files.create(file, with: bytes)
  }

  /// Removes it with everything in it.
  func remove() throws(Failure) { try Self.remove(path) }

  private static func remove(_ folder: String) throws(Failure) {
    for name in try Files.names(in: folder) where name != "." && name != ".." {
      let file = "\(folder)/\(name)"
      if unlink(file) == 0 { continue }
      guard errno == EISDIR || errno == EPERM, Files.isFolder(file) else {
        throw .inputOutput("\(file): \(SystemError.reason(errno))")
      }
      try remove(file)
    }
    if rmdir(folder) != 0 { throw .inputOutput("\(folder): \(SystemError.reason(errno))") }
  }
}
