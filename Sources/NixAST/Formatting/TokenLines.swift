/// Finds the line of each token.
enum TokenLines {
  /// The line of each token, from 0, and that of the end. Of a text that was made, the lines in strings
  /// do not count.
  static func lines(
    of tokens: SyntaxStorage.Tokens, _ bytes: SyntaxStorage.Bytes, inTexts: Bool
  ) -> Stack<UInt32> {
    var lines = Stack<UInt32>(capacity: tokens.count + 1)
    var line: UInt32 = 0
    var offset = 0
    for token in tokens {
      let start = Int(token.start)
      while offset < start {
        if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
        offset += 1
      }
      lines.append(line)
      // No other token goes over lines.
      if token.kind == .stringText, inTexts { continue }
      offset = Int(token.end)
    }
    lines.append(line)
    return lines
  }
}
