/// Looks whether attribute paths that start alike bind different attributes, as those of
/// `a.b = 1; a.c = 2;` do. It compares what is written, and leaves the rest to ``AttributeMerge``.
struct PathSet: ~Copyable {
  private let bytes: SyntaxStorage.Bytes
  private let tokens: SyntaxStorage.Tokens
  /// The paths, and what they start with.
  private var names = NameSet()
  /// Of each of them: whether it is a whole path.
  private var areWhole = Stack<Bool>()

  /// Whether the bindings from a node on, up to the one before another, surely bind different attributes.
  static func differ(
    from start: Int, to end: Int, _ bytes: SyntaxStorage.Bytes, _ tokens: SyntaxStorage.Tokens,
    _ nodes: SyntaxStorage.Nodes
  ) -> Bool {
    var paths = PathSet(bytes: bytes, tokens: tokens)
    var index = end - 1
    while index >= start {
      let node = nodes[index]
      switch node.kind {
      case .binding:
        let path = nodes[Int(nodes[index - 1].start) - 1]
        guard paths.insert(path.first...path.last) else { return false }
      case .inherit:
        var name = index - 1
        while name >= Int(node.start) {
          if nodes[name].kind != .inheritSource {
            guard paths.insert(nodes[name].first...nodes[name].last) else { return false }
          }
          name = Int(nodes[name].start) - 1
        }
      default: break
      }
      index = Int(node.start) - 1
    }
    return true
  }

  private init(bytes: SyntaxStorage.Bytes, tokens: SyntaxStorage.Tokens) {
    self.bytes = bytes
    self.tokens = tokens
  }

  /// Adds a path; false if it is there, is a part of another one, or cannot be compared by its text.
  private mutating func insert(_ path: ClosedRange<UInt32>) -> Bool {
    let start = Int(tokens[Int(path.lowerBound)].start)
    var end = start
    var hash = NameSet.seed
    for index in path {
      let token = tokens[Int(index)]
      guard Int(token.start) == end else { return false }
      end = Int(token.end)
      if token.kind == .stringText, !isOnlyInQuotes(token) { return false }
      for offset in Int(token.start)..<end { hash = NameSet.hash(hash, bytes[offset]) }
      switch token.kind {
      case .identifier, .orKeyword: break
      case .quote where index > path.lowerBound && tokens[Int(index) - 1].kind == .stringText: break
      // An empty name.
      case .quote where index > path.lowerBound && tokens[Int(index) - 1].kind == .quote:
        return false
      case .quote, .dot, .stringText: continue
      default: return false
      }
      let isWhole = index == path.upperBound
      let other = names.insert(start..<end, hash: hash, of: bytes)
      areWhole.append(isWhole)
      if let other, isWhole || areWhole[other] { return false }
    }
    return true
  }

  /// Whether a name can be written in quotes only, and is the text in them.
  private func isOnlyInQuotes(_ text: SyntaxToken) -> Bool {
    var needsQuotes = false
    for offset in Int(text.start)..<Int(text.end) {
      switch bytes[offset] {
      case UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "\r"): return false
      case let byte: if !CharacterClass.continuesIdentifier(byte) { needsQuotes = true }
      }
    }
    return needsQuotes
  }
}
