/// Writes expressions as a document, by the layout rules of the official formatter, nixfmt.
///
/// The functions of its extensions are named for what they write. A rule of layout that seems
/// arbitrary is the formatter's.
struct NixWriter {
  var doc = DocBuilder()

  /// The document of a file, from about how many parts its expression has. The file is given up, so
  /// that a large one need not be there while its text is laid out.
  static func document(of file: consuming NixFile, parts: Int) -> Document {
    var writer = NixWriter()
    writer.doc.reserveCapacity(parts)
    writer.before(file.header)
    writer.group { writer in
      // Behind a comment the formatter breaks a call that it keeps on one line elsewhere.
      if case .apply(let apply) = file.expr, !file.header.isEmpty {
        writer.call(apply, mayBreak: true)
      } else {
        writer.expr(file.expr)
      }
    }
    if !file.footer.isEmpty {
      writer.doc.spacing(.hardLine)
      writer.closing(file.footer)
    }
    return writer.doc.takeDocument()
  }

  /// The text of a document, with a line break at its end.
  static func text(of document: consuming Document) -> String {
    var bytes = Layout.print(document)
    while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    bytes.append(UInt8(ascii: "\n"))
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: - The document

  mutating func text(_ text: String) { doc.text(text) }

  mutating func spacing(_ spacing: Spacing) { doc.spacing(spacing) }

  mutating func nest(_ build: (inout NixWriter) -> Void) {
    doc.level += 1
    build(&self)
    doc.level -= 1
  }

  mutating func offset(by columns: Int, _ build: (inout NixWriter) -> Void) {
    doc.offset += columns
    build(&self)
    doc.offset -= columns
  }

  mutating func group(_ kind: Document.GroupKind = .plain, _ build: (inout NixWriter) -> Void) {
    doc.beginGroup()
    build(&self)
    doc.endGroup(kind)
  }

  /// What is built, on one line; false, and nothing is written, if it cannot be.
  mutating func flat(limit: Int = .max, _ build: (inout NixWriter) -> Void) -> Bool {
    doc.beginGroup()
    build(&self)
    return doc.endFlat(limit: limit)
  }

  // MARK: - Expressions

  mutating func operand(_ operand: Operand) {
    if operand.isParenthesized { parentheses(operand.expr) } else { expr(operand.expr) }
  }

  mutating func expr(_ expr: Expr, wide: Bool = false) {
    switch expr {
    case .variable(let variable): text(variable.identifier.name)
    case .integer(let literal): text(String(literal.value))
    case .float(let literal): text(Escaping.float(literal.value))
    case .string(let string): self.string(string)
    case .path(let path): self.path(path)
    case .searchPath(let path): text("<\(path.path)>")
    case .list(let list): group { $0.list(list) }
    case .attrSet(let set): attrSet(set, wide: wide)
    case .select(let select): selection(select)
    case .hasAttr(let hasAttr): self.hasAttr(hasAttr)
    case .apply(let apply): call(apply)
    case .unary(let operation): unary(operation)
    case .binary(let operation): binary(operation)
    case .lambda(let lambda): self.lambda(lambda)
    case .letIn(let letIn): self.letIn(letIn)
    case .legacyLet(let legacyLet): self.legacyLet(legacyLet, wide: wide)
    case .with(let with): self.with(with)
    case .assert(let assertion): self.assertion(assertion)
    case .ifElse(let conditional): self.conditional(conditional)
    }
  }
}
