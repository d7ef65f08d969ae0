/// The result of parsing: the value, and all diagnostics.
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
  /// Never fails in another way than by diagnostics, whatever the bytes are. Several errors that
  /// have nothing to do with each other are all found. Comments and blank lines are kept where the
  /// renderer can put them back; a comment at another place moves before the item it is in. To
  /// change a file and keep every other byte, use ``SyntaxTree``.
  ///
  /// ```swift
  /// let file = NixFile.parse(SourceText(name: "a.nix", text: "{ a = 1 }"))
  /// file.diagnostics[0].message  // there is no semicolon after the value of a
  /// ```
  public static func parse(_ source: SourceText) -> Parsed<NixFile> {
    let tree = SyntaxTree(bytes: source.bytes)
    guard tree.diagnostics.isEmpty else { return Parsed(value: nil, diagnostics: tree.diagnostics) }
    switch tree.lowered() {
    case .success(let file): return Parsed(value: file, diagnostics: [])
    case .failure(let diagnostic): return Parsed(value: nil, diagnostics: [diagnostic])
    }
  }
}

extension SyntaxTree {
  /// The file as expressions, of a tree without errors; a diagnostic if it is nested too deeply for
  /// those.
  func lowered() -> Result<NixFile, Diagnostic> {
    storage.withBuffers { bytes, tokens, nodes in
      Lowering.file(bytes, tokens, nodes, storage.marks)
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
