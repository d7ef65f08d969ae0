import Glibc

/// The system's texts for its error numbers.
enum SystemError {
  /// The reason in words, without a full stop: `No space left on device`.
  static func reason(_ number: Int32) -> String {
    String(cString: strerror(number))
  }

  /// Why a file could not be opened or made; names the directory if that is what is missing.
  static func message(_ path: String, _ number: Int32) -> String {
    let folder = Paths.folder(of: path)
    if number == ENOENT, !Files.isFolder(folder) {
      return "\(path): no such directory: \(folder)"
    }
    return "\(path): \(reason(number))"
  }
}
