import Glibc

/// A file that is written piece by piece: the benchmark itself must stay small, see ``Program/run``.
final class OutputFile {
  private let file: UnsafeMutablePointer<FILE>?

  init(_ path: String) {
    file = fopen(path, "w")
    if file == nil { stop("\(path): cannot be written") }
  }

  func write(_ text: String) { fputs(text, file) }

  deinit { if let file { fclose(file) } }
}

/// The bytes of a file, counted.
func size(of path: String) -> Int {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_size : 0
}

/// The text of a small file.
func text(of path: String) -> String {
  guard let file = fopen(path, "r") else { stop("\(path): cannot be read") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 14)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// Ends the benchmark with a message.
func stop(_ message: String) -> Never {
  let line = "\(message)\n"
  _ = write(STDERR_FILENO, line, line.utf8.count)
  exit(1)
}
