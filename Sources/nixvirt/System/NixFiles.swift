import Glibc

/// The Nix files that arguments name: files as they are, and those in directories.
enum NixFiles {
  /// The files in an argument, sorted by name: itself, or every file in the directory whose name ends in `.nix`.
  /// Hidden files and directories are left out, and symbolic links in directories: they lead to files that
  /// have a place of their own.
  static func named(by argument: String) throws(Failure) -> [String] {
    guard Files.isFolder(argument) else { return [argument] }
    var files: [String] = []
    var folders = [argument]
    while let folder = folders.popLast() {
      var inner: [String] = []
      for name in try Files.names(in: folder) where !name.hasPrefix(".") {
        let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
        var status = stat()
        // A file that was removed meanwhile is not there.
        guard lstat(path, &status) == 0 else { continue }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: inner.append(path)
        case S_IFREG where name.hasSuffix(".nix"): files.append(path)
        default: break
        }
      }
      folders += inner.reversed()
    }
    return files.sorted()
  }
}
