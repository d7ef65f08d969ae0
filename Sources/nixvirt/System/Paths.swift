import Glibc

/// Names of files and directories, as texts.
enum Paths {
  /// The last part of a path.
  static func name(of path: String) -> String {
    guard let slash = lastSlash(in: path) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// The directory that a file is in.
  static func folder(of path: String) -> String {
    guard let slash = lastSlash(in: path) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The system separates names at bytes. To Swift, a slash before an accent is another character.
  static func lastSlash(in path: String) -> String.Index? {
    path.utf8.lastIndex(of: UInt8(ascii: "/"))
  }

  /// The absolute path of a file that is there, without links.
  static func absolute(_ path: String) throws(Failure) -> String {
    guard let pointer = realpath(path, nil) else {
      throw .inputOutput(SystemError.message(path, errno))
    }
    defer { free(pointer) }
    guard let text = String(validatingCString: pointer) else {
      throw .inputOutput("\(path): the path is not valid UTF-8")
    }
    return text
  }

  /// The way from one directory to another: `.`, `../guests`.
  static func relativePath(of target: String, from base: String) throws(Failure) -> String {
    let target = try components(target)
    let base = try components(base)
    let common = zip(target, base).prefix { $0 == $1 }.count
    var way = Array(repeating: "..", count: base.count - common)
    for component in target[common...] {
      guard let text = String(validating: component, as: UTF8.self) else {
        throw .inputOutput(
          "\(String(decoding: component, as: UTF8.self)): a directory name that is not valid"
            + " UTF-8 cannot be written to a module")
      }
      way.append(text)
    }
    return way.isEmpty ? "." : way.joined(separator: "/")
  }

  /// The directories on the way from the root, as bytes: names of files need not be UTF-8. A directory that
  /// does not exist yet is where it would be made.
  private static func components(_ folder: String) throws(Failure) -> [[UInt8]] {
    guard let pointer = realpath(folder, nil) else {
      let name = name(of: folder)
      if errno == ENOENT, !["", ".", ".."].contains(name) {
        return try components(Self.folder(of: folder)) + [Array(name.utf8)]
      }
      throw .inputOutput("\(folder): \(SystemError.reason(errno))")
    }
    defer { free(pointer) }
    let path = UnsafeBufferPointer(start: pointer, count: strlen(pointer))
    return path.split(separator: CChar(bitPattern: UInt8(ascii: "/")))
      .map { $0.map(UInt8.init(bitPattern:)) }
  }

  /// The file that a name leads to through any number of symbolic links; it need not exist.
  static func followingLinks(_ path: String) throws(Failure) -> String {
    // The links of /dev/stdout do not name their pipe; devices and pipes are not files to look for.
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return path }
    var current = path
    for _ in 0..<linkLimit {
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = buffer.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map {
          readlink(current, $0.assumingMemoryBound(to: CChar.self), bytes.count)
        } ?? -1
      }
      if count < 0 {
        // No link, or nothing at all.
        if errno == EINVAL || errno == ENOENT { return current }
        throw .inputOutput("\(path): \(SystemError.reason(errno))")
      }
      guard let target = String(validating: buffer[..<count], as: UTF8.self) else {
        throw .inputOutput("\(path): the link target is not valid UTF-8")
      }
      current = target.utf8.first == UInt8(ascii: "/") ? target : "\(folder(of: current))/\(target)"
    }
    throw .inputOutput("\(path): \(SystemError.reason(ELOOP))")
  }

  /// As many as Linux follows.
  private static let linkLimit = 40
}
