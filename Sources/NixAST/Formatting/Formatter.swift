/// Writes a syntax tree as a document, following nixfmt (`Pretty.hs`, 1.4) rule by rule: a layout that
/// seems arbitrary is the formatter's.
///
/// A step is done by a call, up to some calls in each other. Deeper ones are queued in an array, not on the
/// call stack, so that no text is nested too deeply; what comes after something that is queued is
/// queued, too.
struct Formatter: ~Copyable {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  let bytes: Bytes
  let tokens: SyntaxStorage.Tokens
  let nodes: SyntaxStorage.Nodes
  /// The line of each token.
  let lines: Stack<UInt32>
  /// Answers about nodes that rules need often.
  let facts: NodeFacts
  var trivia: FormatTrivia
  var doc: DocBuilder
  var queue = Stack<Step>()
  /// How much was queued before the present step.
  private var base = 0
  /// How many steps are done by a call at present.
  private var calls = 0
  // A call takes up to 16 KiB of stack in a build without optimization, and of 512 KiB others need some.
  #if DEBUG
    private static let maximumCalls = 12
  #else
    private static let maximumCalls = 48
  #endif
  /// Comments that are queued.
  var lists: [[FormatTrivium]] = []
  var comments: [FormatComment] = []
  /// Text that is not in the source and is queued.
  var addedTexts: [[UInt8]] = []
  /// The arguments of the applications that are written.
  var arguments = Stack<Int>()
  /// The lines of the string that is written.
  var string = StringLines()

  /// How many columns a line may have, its indentation not counted.
  static let width = 100

  /// The text of a tree without errors, laid out.
  static func format(_ storage: SyntaxStorage, width: Int = Self.width) -> String {
    storage.withViews { Layout.print(document(of: $0), width: width) }
  }

  /// The document of a tree without errors.
  static func document(of tree: SyntaxStorage.Views) -> Document {
    var reader = FormatTriviaReader(tree.bytes, tree.tokens)
    reader.read(tree.marks)
    let endsVerbatim = reader.trivia.isDisabledToEnd
    var formatter = Formatter(tree, reader.trivia)
    formatter.run()
    return formatter.doc.document(endsVerbatim: endsVerbatim)
  }

  private init(_ tree: SyntaxStorage.Views, _ trivia: consuming FormatTrivia) {
    bytes = tree.bytes
    tokens = tree.tokens
    nodes = tree.nodes
    self.trivia = trivia
    lines = TokenLines.lines(of: tokens, bytes, inTexts: !tree.isBuilt)
    facts = NodeFacts(nodes)
    doc = DocBuilder(
      source: bytes, isASCII: UTF8Validation.isASCII(bytes),
      elements: tokens.count * 2 + nodes.count * 2)
  }

  // MARK: - Steps

  /// A step of the remaining work.
  struct Step: BitwiseCopyable {
    enum Kind: UInt8 {
      case spacing, begin, end, nest, offset, text, source, added, token, before, behind, list
      case expr, term, wide, group, absorbed, rightHandSide, parenthesesInner, absorbedParentheses
      case selectors, name, item, parameter, ifChain, application, lastArgument
      case innerArgument, operand, operation, absorbedWith, interpolation, onlyComma
      case flatEnd, simpleEnd, disabledList, comment, raw
    }

    var kind: Kind
    var flag = false
    var a: Int32 = 0
    var b: Int32 = 0
  }

  private mutating func run() {
    let file = nodes.count - 1
    let first = nodes[file - 1].first
    // Blank lines at the start of the file mean nothing.
    trivia.setBefore(first, Array(trivia.before(first).drop(while: \.isEmptyLine)))
    begin()
    expr(file - 1)
    add(Step(kind: .before, a: Int32(tokens.count - 1)))
    end(.plain)
    queue.reverse(from: 0)
    while let step = queue.popLast() {
      base = queue.count
      write(step)
      queue.reverse(from: base)
    }
  }

  /// Whether nothing is queued by the present step, so that what comes next is written at once.
  @inline(__always)
  private var isDirect: Bool { queue.count == base }

  @inline(__always)
  mutating func add(_ step: Step) {
    guard isDirect, calls < Self.maximumCalls else { return queue.append(step) }
    calls += 1
    write(step)
    calls -= 1
  }

  @inline(__always)
  mutating func add(_ kind: Step.Kind, _ node: Int, flag: Bool = false, b: Int = 0) {
    add(
      Step(
        kind: kind, flag: flag, a: Int32(truncatingIfNeeded: node),
        b: Int32(truncatingIfNeeded: b)))
  }

  private mutating func write(_ step: Step) {
    let node = Int(step.a)
    switch step.kind {
    case .spacing: doc.spacing(Spacing(code: UInt8(truncatingIfNeeded: step.a), count: step.b))
    case .begin: doc.beginGroup()
    case .end:
      doc.endGroup(Document.GroupKind(rawValue: UInt8(truncatingIfNeeded: step.a)) ?? .plain)
    case .nest: doc.level += node
    case .offset: doc.offset += node
    case .text: write(Literal(rawValue: UInt8(truncatingIfNeeded: step.a)) ?? .quote)
    case .source: doc.text(node..<Int(step.b))
    case .added: doc.text(addedTexts[node])
    case .token: writeToken(UInt32(step.a))
    case .before: writeBefore(UInt32(step.a))
    case .behind: writeBehind(UInt32(step.a))
    case .list: writeList(lists[node])
    case .comment: writeComment(comments[node])
    case .raw: writeRaw(node..<Int(step.b))
    case .disabledList: writeItems(lists[node])
    case .expr: writeExpr(node)
    case .term: writeTerm(node, wide: false)
    case .wide: writeTerm(node, wide: true)
    case .group: writeGroup(node)
    case .absorbed: writeAbsorbed(node, wide: step.flag)
    case .rightHandSide: writeRightHandSide(node)
    case .parenthesesInner: writeParenthesesInner(node)
    case .absorbedParentheses: writeAbsorbedParentheses(node)
    case .selectors: writeSelectors(node)
    case .name: writeName(node)
    case .item: writeItem(node)
    case .parameter: writeParameter(node)
    case .ifChain: writeIf(node, isFirst: step.flag)
    case .application: writeApplication(node, ApplicationPlace(rawValue: step.b))
    case .lastArgument: writeLastArgument(node)
    case .innerArgument: writeInnerArgument(node)
    case .operand: writeOperand(node)
    case .operation: writeOperation(node, isFirstWide: step.flag)
    case .absorbedWith: writeAbsorbedWith(node)
    case .interpolation: writeInterpolation(node)
    case .onlyComma: doc.text(",", .onlyBroken)
    case .flatEnd: endFlatInterpolation(isSimple: step.flag)
    case .simpleEnd: endSimpleHead(node, ApplicationPlace(rawValue: step.b))
    }
  }

  // MARK: - What is written at once if it can be

  @inline(__always)
  mutating func spacing(_ spacing: Spacing) {
    if isDirect { return doc.spacing(spacing) }
    add(Step(kind: .spacing, a: Int32(spacing.code), b: spacing.count))
  }

  @inline(__always)
  mutating func begin() {
    if isDirect { return doc.beginGroup() }
    add(Step(kind: .begin))
  }

  @inline(__always)
  mutating func end(_ kind: Document.GroupKind = .plain) {
    if isDirect { return doc.endGroup(kind) }
    add(Step(kind: .end, a: Int32(kind.rawValue)))
  }

  @inline(__always)
  mutating func nest() {
    if isDirect { doc.level += 1 } else { add(Step(kind: .nest, a: 1)) }
  }

  @inline(__always)
  mutating func unnest() {
    if isDirect { doc.level -= 1 } else { add(Step(kind: .nest, a: -1)) }
  }

  mutating func offset(_ columns: Int) {
    if columns == 0 { return }
    if isDirect { doc.offset += columns } else { add(.offset, columns) }
  }

  /// Texts that are not in the source, or may not be.
  enum Literal: UInt8 {
    case quote, indentedQuote, openInterpolation, closeInterpolation, comma

    var text: StaticString {
      switch self {
      case .quote: "\""
      case .indentedQuote: "''"
      case .openInterpolation: "${"
      case .closeInterpolation: "}"
      case .comma: ","
      }
    }
  }

  mutating func text(_ literal: Literal) {
    if isDirect { write(literal) } else { add(Step(kind: .text, a: Int32(literal.rawValue))) }
  }

  private mutating func write(_ literal: Literal) { doc.text(literal.text) }

  /// Text of the source.
  mutating func source(_ range: Range<Int>) {
    if isDirect { doc.text(range) } else { add(.source, range.lowerBound, b: range.upperBound) }
  }

  /// A token with the comments around it.
  @inline(__always)
  mutating func token(_ token: UInt32) {
    if isDirect { writeToken(token) } else { add(.token, Int(token)) }
  }

  /// The trivia before a token.
  mutating func before(_ token: UInt32) {
    guard trivia.hasBefore(token) else { return }
    if isDirect { writeBefore(token) } else { add(.before, Int(token)) }
  }

  /// The comment behind a token.
  mutating func behind(_ token: UInt32) {
    guard trivia.hasBehind(token) else { return }
    if isDirect { writeBehind(token) } else { add(.behind, Int(token)) }
  }

  /// A comment at the end of a line that was taken from where it stood.
  mutating func comment(_ comment: FormatComment?) {
    guard let comment else { return }
    if isDirect { return writeComment(comment) }
    comments.append(comment)
    add(.comment, comments.count - 1)
  }

  /// Text that is not in the source.
  mutating func added(_ text: [UInt8]) {
    if text.isEmpty { return }
    if isDirect { return doc.text(text) }
    addedTexts.append(text)
    add(.added, addedTexts.count - 1)
  }

  /// Text at the start of a line that is kept as it is.
  mutating func raw(_ range: Range<Int>) {
    if isDirect { writeRaw(range) } else { add(.raw, range.lowerBound, b: range.upperBound) }
  }

  private mutating func writeRaw(_ range: Range<Int>) { doc.text(range, .raw) }

  /// Comments that were taken from where they stood.
  mutating func list(_ list: [FormatTrivium]) {
    if list.isEmpty { return }
    if isDirect { return writeList(list) }
    lists.append(list)
    add(.list, lists.count - 1)
  }

  @inline(__always)
  mutating func expr(_ node: Int) {
    if isDirect, isLeaf(node) { return writeToken(nodes[node].first) }
    add(.expr, node)
  }

  /// An expression in a group.
  mutating func group(_ node: Int) { add(.group, node) }

  private func isLeaf(_ node: Int) -> Bool {
    switch nodes[node].kind {
    case .variable, .integer, .float, .searchPath: true
    default: false
    }
  }
}
