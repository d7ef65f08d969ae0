// Documents on one line.

/// The width of elements on one line.
struct FlatWidth {
  /// The columns that count.
  var counted = 0
  /// All columns, those of comments included.
  var printed = 0
  var hasTrailingComment = false

  init() {}

  /// The width of elements without comments.
  init(columns: Int) { (counted, printed) = (columns, columns) }

  @inline(__always)
  fileprivate mutating func add(_ columns: Int) {
    counted += columns
    printed += columns
  }
}

extension UnsafeBufferPointer<Document.Element> {
  /// What a run of elements takes on one line; nil if more columns than a limit count, or if there is
  /// a line break. No scan is longer than a line of text.
  ///
  /// - Parameters:
  ///   - next: the columns up to where a comment at the end of a line is printed with a space before it, see
  ///     ``Layout/columnsToIndent(_:)``.
  ///   - looked: counts the elements that are looked at.
  @inline(__always)
  func flatWidth(
    _ range: Range<Int>, limit: Int, next: Int = .min, looked: inout Int
  ) -> FlatWidth? {
    var width = FlatWidth()
    if limit < 0 { return nil }
    // Spacings side by side are one space, if any of them is one.
    var space = 0
    var index = range.lowerBound
    defer { looked &+= index - range.lowerBound }
    while index < range.upperBound {
      switch self[index].kind {
      case .text:
        width.add(space + Int(self[index].width))
        space = 0
        if width.counted > limit { return nil }
      case .comment, .trailingComment:
        width.add(space)
        space = 0
        width.printed += Int(self[index].width)
        if self[index].kind == .trailingComment {
          width.hasTrailingComment = true
          if width.counted == next { width.printed += 1 }
        }
      case .spacing:
        let spacing = self[index].spacing
        if spacing.breaksLine { return nil }
        space |= spacing.flatWidth
      case .begin, .onlyBroken:
        width.add(space)
        space = 0
      case .end, .nothing: break
      case .disable, .verbatim, .raw: return nil
      }
      index += 1
    }
    width.add(space)
    return width.counted <= limit ? width : nil
  }

  /// Prints a run of elements on one line.
  func printFlat(
    _ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>, next: Int, to output: inout Output
  ) {
    var space = 0
    var counted = 0
    var index = range.lowerBound
    while index < range.upperBound {
      let element = self[index]
      index += 1
      switch element.kind {
      case .text, .comment, .trailingComment, .begin, .onlyBroken:
        if space == 1 {
          output.append(UInt8(ascii: " "))
          counted += 1
          space = 0
        }
        if element.kind == .begin || element.kind == .onlyBroken { continue }
        if element.kind == .trailingComment, counted == next { output.append(UInt8(ascii: " ")) }
        output.append(bytes, Int(element.start), Int(element.end))
        if element.kind == .text { counted += Int(element.width) }
      case .spacing: space |= element.spacing.flatWidth
      default: break
      }
    }
    if space == 1 { output.append(UInt8(ascii: " ")) }
  }
}
