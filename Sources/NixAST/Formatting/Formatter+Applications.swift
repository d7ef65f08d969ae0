// Applications.

/// Where an application stands, which decides what is before and behind it in its group.
struct ApplicationPlace {
  var rawValue: Int

  init(rawValue: some BinaryInteger) { self.rawValue = Int(rawValue) }

  /// By itself.
  static let plain = ApplicationPlace(rawValue: 0)
  /// Behind a `=`.
  static let rightHandSide = ApplicationPlace(rawValue: 1)
  /// Behind an operator.
  static let operand = ApplicationPlace(rawValue: 1)
  /// In parentheses: the function may stand on a line of its own.
  static let parentheses = ApplicationPlace(rawValue: 2)
  /// In parentheses, with comments before it.
  static let commentedParentheses = ApplicationPlace(rawValue: 3)

  /// Whether a break is before it.
  var startsWithLine: Bool { rawValue == 1 }
  /// Whether a break is behind it.
  var endsWithLine: Bool { rawValue >= 2 }
  /// Whether the function is indented.
  var indentsFunction: Bool { rawValue == 2 }
}

extension Formatter {
  /// The function and the arguments; of `assert` that word, and its condition as if it were the
  /// arguments.
  private func parts(_ node: Int) -> (function: Int?, arguments: [Int]) {
    if kind(node) == .assert {
      let condition = childBefore(lastChild(node))
      return (nil, kind(condition) == .apply ? Array(children(condition)) : [condition])
    }
    var rest = children(node)
    let function = rest.next()
    // Most have one argument, the last child.
    if function == childBefore(lastChild(node)) { return (function, [lastChild(node)]) }
    return (function, Array(rest))
  }

  mutating func writeApplication(_ node: Int, _ place: ApplicationPlace) {
    let (function, arguments) = parts(node)
    guard let last = arguments.last else { return }
    let isSimple = function != nil && isSimple(node)
    let start = function.map { first($0) } ?? first(node)
    moveUp(behind: start)
    let hoisted = trivia.hasBefore(start) ? hoistedComments(start) : []
    let place =
      place.indentsFunction && !hoisted.isEmpty ? ApplicationPlace.commentedParentheses : place
    list(hoisted)
    var head = arguments.dropLast()
    begin()
    if let other = head.last, isList(other), isList(last) {
      head.removeLast()
      if place.startsWithLine { spacing(.line) }
      begin()
      self.head(node, function, head, place)
      end(.transparent)
      for argument in [other, last] {
        spacing(.line)
        nest()
        begin()
        add(.innerArgument, argument)
        end()
        unnest()
      }
      if place.endsWithLine { spacing(.line0) }
    } else {
      if isSimple { begin() }
      if place.startsWithLine { spacing(.line) }
      begin()
      self.head(node, function, head, place)
      end(.transparent)
      if isSimple {
        add(.simpleEnd, last, b: place.rawValue)
      } else {
        spacing(.line)
        add(.lastArgument, last)
        if place.endsWithLine { spacing(.line0) }
      }
    }
    end()
    if place.endsWithLine, !hoisted.isEmpty { spacing(.hardLine) }
  }

  /// Takes the comments before a token that name no language of a string.
  private mutating func hoistedComments(_ start: UInt32) -> [FormatTrivium] {
    let comments = trivia.takeBefore(start)
    trivia.setBefore(start, comments.filter(\.isAnnotation))
    return comments.filter { !$0.isAnnotation }
  }

  /// Moves the comment behind a token before it; of a string or path, that behind its end.
  private mutating func moveUp(behind start: UInt32) {
    var end = Int(start)
    switch tokens[end].kind {
    case .quote, .indentedQuote:
      end += 1
      while tokens[end].kind != tokens[Int(start)].kind {
        end =
          tokens[end].kind == .interpolation
          ? StringValue.endOfInterpolation(end, tokens[...]) : end + 1
      }
    case .path, .homePath:
      while tokens[end + 1].kind == .pathText || tokens[end + 1].kind == .interpolation {
        end = StringValue.endOfInterpolation(end + 1, tokens[...]) - 1
      }
    default: break
    }
    if let comment = trivia.takeBehind(UInt32(end)) {
      trivia.setBefore(start, trivia.before(start) + [.line(comment)])
    }
  }

  /// Behind the head of a simple application: it is on one line with its last argument if it can be.
  mutating func endSimpleHead(_ last: Int, _ place: ApplicationPlace) {
    let isFlat = doc.endFlat(limit: .max)
    spacing(isFlat ? .hardSpace : .line)
    add(.lastArgument, last)
    if !isFlat, place.endsWithLine { spacing(.line0) }
  }

  /// The function and all arguments but the last.
  private mutating func head(
    _ node: Int, _ function: Int?, _ arguments: ArraySlice<Int>, _ place: ApplicationPlace
  ) {
    let segments = segments(arguments)
    for segment in segments {
      begin()
      if segment.count == 2 { begin() }
    }
    if place.indentsFunction {
      nest()
      begin()
      spacing(.line0)
    }
    if let function { expr(function) } else { token(first(node)) }
    if place.indentsFunction {
      self.end()
      unnest()
    }
    for segment in segments.reversed() {
      self.end(.transparent)
      let argument = arguments[segment.lowerBound]
      guard segment.count == 2 else {
        spacing(.line)
        nest()
        begin()
        add(.innerArgument, argument)
        self.end(kind(argument) == .select ? .plain : .priority)
        unnest()
        continue
      }
      nest()
      begin()
      for list in arguments[segment] {
        spacing(.line)
        begin()
        add(.innerArgument, list)
        self.end()
      }
      self.end()
      unnest()
      self.end(.transparent)
    }
  }

  /// Pairs of lists, and other arguments, from the last to the first.
  private func segments(_ arguments: ArraySlice<Int>) -> [Range<Int>] {
    if arguments.isEmpty { return [] }
    var segments: [Range<Int>] = []
    segments.reserveCapacity(arguments.count)
    var end = arguments.endIndex
    while end > arguments.startIndex {
      let isPair =
        end - arguments.startIndex >= 2 && isList(arguments[end - 1]) && isList(arguments[end - 2])
      segments.append(end - (isPair ? 2 : 1)..<end)
      end -= isPair ? 2 : 1
    }
    return segments
  }

  /// An argument that is not the last: a short list may be on one line.
  mutating func writeInnerArgument(_ node: Int) {
    guard isList(node) else { return writeExpr(node) }
    if isShort(node) { writeList(node, separator: .line) } else { writeExpr(node) }
  }

  /// Whether a list has at most six simple elements. Comments before an element count as elements.
  private mutating func isShort(_ node: Int) -> Bool {
    var count = 0
    for item in children(node) {
      count += 1
      if count > 6 || !facts.isSimple(item) { return false }
    }
    let items = Array(children(node))
    count += trivia.hasBefore(last(node)) ? 1 : 0
    if !items.contains(where: { trivia.hasBefore(first($0)) }) {
      return count <= 6 && items.allSatisfy { isSimple($0) }
    }
    let comments = items.map { trivia.takeBefore(first($0)) }
    let areSimple = items.allSatisfy { isSimple($0) }
    for (item, list) in zip(items, comments) { trivia.setBefore(first(item), list) }
    count += comments.count { !$0.isEmpty }
    return areSimple && count <= 6
  }

  mutating func writeLastArgument(_ node: Int) {
    begin()
    nest()
    var kind = Document.GroupKind.priority
    if isTerm(node), isAbsorbable(node) {
      add(.term, node)
    } else if self.kind(node) == .parenthesized {
      let inner = lastChild(node)
      if let parts = absorbedParts(inner, in: node) {
        token(first(node))
        token(parts.head)
        if parts.hasColon { token(parts.head + 1) }
        spacing(.hardSpace)
        add(.wide, parts.body)
        token(last(node))
      } else {
        unnest()
        end()
        return writeAbsorbedParentheses(node)
      }
    } else {
      kind = .plain
      expr(node)
    }
    unnest()
    end(kind)
  }

  /// `(x: T)` and `(f T)` with a term that brings its own brackets.
  private func absorbedParts(
    _ inner: Int, in node: Int
  ) -> (head: UInt32, hasColon: Bool, body: Int)? {
    guard !trivia.has(first(node)), !trivia.has(first(inner)) else { return nil }
    let body = lastChild(inner)
    switch kind(inner) {
    case .lambda:
      let parameter = childBefore(body)
      guard kind(parameter) == .name, isTerm(body), isAbsorbable(body),
        !trivia.has(last(parameter) + 1)
      else { return nil }
      return (first(parameter), true, body)
    case .apply:
      let function = childBefore(body)
      guard kind(function) == .variable, Int(nodes[function].start) == Int(nodes[inner].start),
        isTerm(body), isAbsorbable(body), !trivia.has(last(node))
      else { return nil }
      return (first(function), false, body)
    default: return nil
    }
  }
}
