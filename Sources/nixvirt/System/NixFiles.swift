import Glibc

/// The Nix files that an argument names: a file as it is, and those in a directory.
struct NixFiles {
  /// The files, sorted by name.
  private(set) var paths: [String] = []
  /// Why some of the files are missing here.
  private(set) var failures: [Failure] = []

  /// The file that the argument names, or every file in the directory whose name ends in `.nix`. Hidden
  /// files and directories are left out, and symbolic links in directories: they lead to files that have a
  /// place of their own. A directory that cannot be read keeps none of the others from being read.
  init(namedBy argument: String) {
    guard Files.isFolder(argument) else {
      paths = [argument]
      return
    }
    var folders = [argument]
    while let folder = folders.popLast() {
      do throws(Failure) {
        folders += try files(in: folder).reversed()
      } catch { failures.append(error) }
    }
    paths.sort()
  }

  /// Adds the files in a directory.
  ///
  /// - Returns: the directories in it, sorted.
  private mutating func files(in folder: String) throws(Failure) -> [String] {
    var inner: [String] = []
    let names = try Files.allNames(in: folder).filter { $0.first != UInt8(ascii: ".") }
    for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let start = folder.hasSuffix("/") ? folder : "\(folder)/"
      let path = Array(start.utf8) + name
      var status = stat()
      guard (path + [0]).withUnsafeBytes({ lookUp($0, &status) }) else {
        // A file that was removed meanwhile is not there.
        if errno == ENOENT { continue }
        let reason = SystemError.reason(errno)
        failures.append(.inputOutput("\(String(decoding: path, as: UTF8.self)): \(reason)"))
        continue
      }
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      let isFile = status.st_mode & S_IFMT == S_IFREG && name.suffix(4).elementsEqual(".nix".utf8)
      guard isFolder || isFile else { continue }
      guard let path = String(validating: path, as: UTF8.self) else {
        let shown = String(decoding: path, as: UTF8.self)
        failures.append(.inputOutput("\(shown): the name is not valid UTF-8"))
        continue
      }
      if isFolder { inner.append(path) } else { paths.append(path) }
    }
    return inner
  }

  /// Looks up a file without following a link.
  private func lookUp(_ path: UnsafeRawBufferPointer, _ status: inout stat) -> Bool {
    guard let start = path.baseAddress else { return false }
    return lstat(start.assumingMemoryBound(to: CChar.self), &status) == 0
  }
}
