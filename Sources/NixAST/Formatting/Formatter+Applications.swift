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
  /// Adds the arguments to those of the applications around it, and gives the function; of `assert` the
  /// condition, as if it were the arguments.
  private mutating func addArguments(of node: Int) -> Int? {
    if kind(node) == .assert {
      let condition = childBefore(lastChild(node))
      if kind(condition) == .apply {
        for argument in children(condition) { arguments.append(argument) }
      } else {
        arguments.append(condition)
      }
      return nil
    }
    var rest = children(node)
    let function = rest.next()
    for argument in rest { arguments.append(argument) }
    return function
  }

  mutating func writeApplication(_ node: Int, _ place: ApplicationPlace) {
    let start = arguments.count
    let function = addArguments(of: node)
    if arguments.count > start {
      writeApplication(node, function, start..<arguments.count, place)
    }
    arguments.cut(to: start)
  }

  private mutating func writeApplication(
    _ node: Int, _ function: Int?, _ arguments: Range<Int>, _ place: ApplicationPlace
  ) {
    let last = self.arguments[arguments.upperBound - 1]
    let isSimple = function != nil && isSimple(node)
    let start = function.map { first($0) } ?? first(node)
    moveUp(behind: start)
    let hoisted = trivia.hasBefore(start) ? hoistedComments(start) : []
    let place =
      place.indentsFunction && !hoisted.isEmpty ? ApplicationPlace.commentedParentheses : place
    list(hoisted)
    var head = arguments.dropLast()
    begin()
    let other = head.isEmpty ? node : self.arguments[head.upperBound - 1]
    if !head.isEmpty, isList(other), isList(last) {
      head = head.dropLast()
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
    _ node: Int, _ function: Int?, _ arguments: Range<Int>, _ place: ApplicationPlace
  ) {
    let pairs = pairs(arguments)
    for index in arguments where !pairs.contains(index) {
      begin()
      if pairs.contains(index - 1) { begin() }
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
    var index = arguments.lowerBound
    while index < arguments.upperBound {
      let argument = self.arguments[index]
      self.end(.transparent)
      guard pairs.contains(index) else {
        spacing(.line)
        nest()
        begin()
        add(.innerArgument, argument)
        self.end(kind(argument) == .select ? .plain : .priority)
        unnest()
        index += 1
        continue
      }
      let second = self.arguments[index + 1]
      nest()
      begin()
      pairedList(argument)
      pairedList(second)
      self.end()
      unnest()
      self.end(.transparent)
      index += 2
    }
  }

  private mutating func pairedList(_ list: Int) {
    spacing(.line)
    begin()
    add(.innerArgument, list)
    end()
  }

  /// The first lists of pairs of lists, which are found from the last argument to the first.
  private func pairs(_ arguments: Range<Int>) -> Set<Int> {
    var pairs: Set<Int> = []
    var index = arguments.upperBound - 2
    while index >= arguments.lowerBound {
      if isList(self.arguments[index]), isList(self.arguments[index + 1]) {
        pairs.insert(index)
        index -= 1
      }
      index -= 1
    }
    return pairs
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
