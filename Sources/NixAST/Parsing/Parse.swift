/// What parsing gives: the value, and everything that is wrong.
public struct Parsed<Value: Sendable>: Sendable {
  /// The value; nil if there is any error among the diagnostics.
  public var value: Value?
  /// Errors and warnings, in the order of the text.
  public var diagnostics: [Diagnostic]

  /// A result.
  public init(value: Value?, diagnostics: [Diagnostic]) {
    self.value = value
    self.diagnostics = diagnostics
  }
}

extension NixFile {
  /// Parses a file of Nix: all of the language, as Nix itself takes it.
  ///
  /// Never fails in another way than by diagnostics, whatever the bytes are. Several mistakes that
  /// have nothing to do with each other are all found. Comments and blank lines are kept where the
  /// renderer can put them back; a comment at another place moves before the item it is in.
  ///
  /// ```swift
  /// let file = NixFile.parse(SourceText(name: "a.nix", text: "{ a = 1 }"))
  /// file.diagnostics[0].message  // there is no semicolon behind the value of a
  /// ```
  public static func parse(_ source: SourceText) -> Parsed<NixFile> {
    if let diagnostic = unreadable(source.bytes) {
      return Parsed(value: nil, diagnostics: [diagnostic])
    }
    let padded = source.bytes + repeatElement(0, count: Lexer.padding)
    return padded.withUnsafeBufferPointer { bytes in
      var parser = Parser(bytes)
      let file = parser.file()
      let diagnostics = parser.diagnostics.sorted { $0.range < $1.range }
      return Parsed(value: diagnostics.isEmpty ? file : nil, diagnostics: diagnostics)
    }
  }

  private static func unreadable(_ bytes: [UInt8]) -> Diagnostic? {
    if bytes.count >= UInt32.max { return .fileTooLarge() }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .byteOrderMark() }
    return bytes.withUnsafeBufferPointer { bytes in
      guard let offset = UTF8Validation.firstInvalid(bytes) else { return nil }
      return bytes[offset] == 0 ? .nul(at: offset) : .invalidUTF8(at: offset)
    }
  }
}

extension Expr {
  /// Parses an expression, see ``NixFile/parse(_:)``.
  ///
  /// ```swift
  /// Expr.parse("1 + 2").value  // .op(1, .add, 2)
  /// ```
  public static func parse(_ text: String) -> Parsed<Expr> {
    let file = NixFile.parse(SourceText(name: "<string>", text: text))
    return Parsed(value: file.value?.expr, diagnostics: file.diagnostics)
  }
}
