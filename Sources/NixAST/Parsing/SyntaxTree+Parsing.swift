extension SyntaxTree {
  /// The tree of a text.
  public init(parsing text: String) {
    self.init(bytes: Array(text.utf8))
  }

  /// The tree of a source text.
  public init(parsing source: SourceText) {
    self.init(bytes: source.bytes)
  }

  init(bytes: [UInt8]) {
    let padded = bytes + repeatElement(0, count: SyntaxStorage.padding)
    if let diagnostic = Self.unreadable(bytes) {
      self.init(storage: SyntaxStorage(bytes: padded), diagnostics: [diagnostic])
      return
    }
    // The parser writes into the arrays of the tree, if there is room. Memory that is not needed after
    // all is never touched.
    var (tokens, nodes): ([SyntaxToken]?, [SyntaxStorage.Node]?)
    var (marks, diagnostics): ([UInt32], [Diagnostic]) = ([], [])
    var tokenArray: [SyntaxToken] = []
    let nodeArray = [SyntaxStorage.Node](unsafeUninitializedCapacity: bytes.count / 4 + 16) {
      nodeBuffer, nodeCount in
      tokenArray = [SyntaxToken](unsafeUninitializedCapacity: bytes.count / 3 + 16) {
        tokenBuffer, tokenCount in
        padded.withUnsafeBufferPointer { bytes in
          var parser = Parser(bytes, tokens: Stack(in: tokenBuffer), nodes: Stack(in: nodeBuffer))
          parser.parse()
          tokenCount = parser.tokens.settle(orIn: &tokens)
          nodeCount = parser.nodes.settle(orIn: &nodes)
          (marks, diagnostics) = (parser.marks.array(), parser.diagnostics)
        }
      }
    }
    let storage = SyntaxStorage(
      bytes: padded, tokens: tokens ?? tokenArray, nodes: nodes ?? nodeArray, marks: marks)
    self.init(storage: storage, diagnostics: diagnostics.inTextOrder())
  }

  static func unreadable(_ bytes: [UInt8]) -> Diagnostic? {
    if bytes.count >= Int32.max { return .fileTooLarge() }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .byteOrderMark() }
    return bytes.withUnsafeBufferPointer { bytes in
      guard let offset = UTF8Validation.firstInvalid(bytes) else { return nil }
      return bytes[offset] == 0 ? .nul(at: offset) : .invalidUTF8(at: offset)
    }
  }
}
