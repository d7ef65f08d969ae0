import Glibc

/// New files, in directories that may be new. If one of them cannot be made, all of them go again.
struct NewFiles {
  private var files: [String] = []
  private var folders: [String] = []

  /// Makes a file and the directories that it is in; false, and no file, if there is one of that name.
  mutating func create(_ path: String, with bytes: [UInt8]) throws(Failure) -> Bool {
    do throws(Failure) {
      folders += try Files.createFolder(Paths.folder(of: path))
      guard try Files.create(path, with: bytes) else { return false }
    } catch {
      remove()
      throw error
    }
    files.append(path)
    return true
  }

  private func remove() {
    for file in files { unlink(file) }
    for folder in folders.reversed() { rmdir(folder) }
  }
}
