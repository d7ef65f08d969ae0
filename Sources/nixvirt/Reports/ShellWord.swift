import NixAST

/// A word of a command that a person may copy into a shell.
enum ShellWord {
  /// The word, in quotes if it needs them.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._/+,:@%".utf8.contains(byte)
      }
    return isPlain ? word : "'\(word.replacingBytes(of: "'", with: "'\\''"))'"
  }
}
