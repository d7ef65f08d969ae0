import Foundation

/// tree-sitter-nix on all files, by its bindings for Python.
struct TreeSitter {
  private let list: URL

  /// Writes the names of the files into a directory.
  init(_ paths: [String], in folder: URL) throws {
    list = folder.appendingPathComponent("files.txt")
    try Data(paths.joined(separator: "\n").utf8).write(to: list)
  }

  /// The seconds that it takes to read and parse the files, without the start of Python; nil where it
  /// is not installed.
  func parse() throws -> Double? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "Comparisons/tree_sitter_parse.py", "1", list.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Double(String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines))
  }
}
