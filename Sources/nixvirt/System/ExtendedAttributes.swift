import Glibc

/// The extended attributes of files. An access control list is one of them: with it, the group of a mode is
/// a mask, and means something else than without it.
enum ExtendedAttributes {
  static let accessControl = "system.posix_acl_access"

  /// Gives an open file the attributes of another file, and no access control list if that has none, as
  /// a directory can hand one to new files. Attributes that the system reserves stay behind.
  ///
  /// - Returns: the error number if the list cannot be copied, or if the disk is full.
  static func copy(from path: String, to descriptor: Int32) -> Int32? {
    let names = names(of: path)
    if !names.contains(accessControl) { _ = remove(descriptor, accessControl) }
    for name in names {
      guard let value = read({ get(path, name, $0, $1) }) else {
        if name == accessControl, errno != ENODATA { return errno }
        continue
      }
      if value.withUnsafeBytes({ set(descriptor, name, $0.baseAddress, $0.count, 0) }) == 0 {
        continue
      }
      if name == accessControl || errno == ENOSPC || errno == EDQUOT { return errno }
    }
    return nil
  }

  /// The names of a file's attributes; none if its file system has none.
  private static func names(of path: String) -> [String] {
    (read { list(path, $0, $1) } ?? []).split(separator: 0)
      .compactMap { String(validating: $0, as: UTF8.self) }
  }

  /// All that a function gives, which is asked for its size first; nil, with the error number, if it fails.
  private static func read(_ function: (UnsafeMutableRawPointer?, Int) -> Int) -> [UInt8]? {
    let size = function(nil, 0)
    guard size >= 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: size)
    let count = bytes.withUnsafeMutableBytes { function($0.baseAddress, $0.count) }
    return count < 0 ? nil : Array(bytes.prefix(count))
  }
}

// MARK: - Functions of the C library that Swift does not import: xattr(7)

// Linked by their names, not looked up while the program runs: one without a dynamic loader finds nothing.
@_silgen_name("listxattr")
private func list(
  _ path: UnsafePointer<CChar>, _ names: UnsafeMutableRawPointer?, _ size: Int
) -> Int

@_silgen_name("getxattr")
private func get(
  _ path: UnsafePointer<CChar>, _ name: UnsafePointer<CChar>, _ value: UnsafeMutableRawPointer?,
  _ size: Int
) -> Int

@_silgen_name("fsetxattr")
private func set(
  _ descriptor: Int32, _ name: UnsafePointer<CChar>, _ value: UnsafeRawPointer?, _ size: Int,
  _ flags: Int32
) -> Int32

@_silgen_name("fremovexattr")
private func remove(_ descriptor: Int32, _ name: UnsafePointer<CChar>) -> Int32
