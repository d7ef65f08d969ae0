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
    var storage = SyntaxStorage(bytes: bytes + repeatElement(0, count: SyntaxStorage.padding))
    if let diagnostic = Self.unreadable(bytes) {
      self.init(storage: storage, diagnostics: [diagnostic])
      return
    }
    let diagnostics: [Diagnostic]
    (storage.tokens, storage.nodes, storage.marks, diagnostics) =
      storage.bytes.withUnsafeBufferPointer { bytes in
        var parser = Parser(bytes)
        parser.parse()
        return (parser.tokens, parser.nodes, parser.marks, parser.diagnostics)
      }
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
