import Foundation

/// The directories of Tests/GoldenFiles: inputs with the outputs that are expected, which a person has
/// reviewed. `UPDATE_GOLDEN=1` writes the outputs again, and the run fails.
public enum GoldenFiles {
  /// Tests/GoldenFiles.
  public static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("GoldenFiles")

  /// The top of the repository.
  public static let repository = folder.deletingLastPathComponent().deletingLastPathComponent()

  /// The directories in a directory, or its files if it has no directories.
  public static func cases(in name: String) -> [String] {
    let url = folder.appendingPathComponent(name)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    // A test without cases would pass.
    precondition(!names.isEmpty, "Tests/GoldenFiles/\(name) has no files")
    return names.sorted()
  }

  /// The content of a file, nil if there is none.
  public static func read(_ path: String) -> String? {
    (try? Data(contentsOf: folder.appendingPathComponent(path)))
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// What is wrong with an output: nil if it is what is expected.
  public static func difference(_ actual: String, from path: String) -> String? {
    let expected = read(path)
    if expected.map({ Array($0.utf8) }) == Array(actual.utf8) { return nil }
    // scripts/mutate counts apart what only golden files notice.
    if let log = ProcessInfo.processInfo.environment["GOLDEN_DIFFERENCES"] {
      if let file = FileHandle(forWritingAtPath: log) {
        try? file.write(contentsOf: Data("\(path)\n".utf8))
      }
      return nil
    }
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      let url = folder.appendingPathComponent(path)
      try? FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      do { try Data(actual.utf8).write(to: url) } catch { return "\(path): \(error)" }
      return "\(path) was written anew: review it, and run the tests again"
    }
    return "\(path) is not what comes out (UPDATE_GOLDEN=1 writes it anew); this does:\n\(actual)"
  }
}
