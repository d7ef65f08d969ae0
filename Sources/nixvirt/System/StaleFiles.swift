import Glibc
import VirtModel

/// Temporary files of a run that was killed: the next run that writes to the same directory removes them.
///
/// The name of a temporary file has the machine and the process that made it. A file is stale if it is of
/// this machine and the process is gone; a directory may be shared with other machines.
enum StaleFiles {
  private static let prefix = ".nixvirt-"

  /// A name for a temporary file of this process.
  static func name() -> String {
    let code = String(UInt32.random(in: .min ... .max), radix: 36)
    return "\(prefix)\(machine)-\(getpid())-\(code)"
  }

  /// Removes the files that runs that are gone have left in a directory, as far as that is possible.
  static func remove(in folder: String) {
    guard let names = try? Files.names(in: folder) else { return }
    for name in names where isStale(name) {
      let path = "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        status.st_uid == geteuid()
      else { continue }
      unlink(path)
    }
  }

  private static func isStale(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let parts = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == machine, let process = Int32(parts[1]), process > 0
    else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  /// The machine's name as a number, as a name may be long.
  private static let machine: String = {
    var about = utsname()
    guard uname(&about) == 0 else { return "0" }
    let name = withUnsafeBytes(of: about.nodename) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return String(name.fnv1a, radix: 36)
  }()
}
