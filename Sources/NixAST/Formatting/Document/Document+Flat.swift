// Documents on one line.

/// The width of elements on one line.
struct FlatWidth {
  /// The columns that count.
  var counted = 0
  /// All columns, those of comments included.
  var printed = 0
  var hasTrailingComment = false
}

extension [Document.Element] {
  /// What a run of elements takes on one line; nil if more columns than a limit count, or if there is
  /// a line break. No scan is longer than a line of text.
  ///
  /// - Parameter next: the columns up to where a comment at the end of a line is printed with a
  ///   space before it, see ``Layout/columnsToIndent(_:)``.
  @inline(__always)
  func flatWidth(_ range: Range<Int>, limit: Int, next: Int = .min) -> FlatWidth? {
    var width = FlatWidth()
    if limit < 0 { return nil }
    var pending: Spacing?
    var index = range.lowerBound
    while index < range.upperBound {
      switch self[index].kind {
      case .text:
        if let spacing = pending {
          width.counted += spacing.flatWidth
          width.printed += spacing.flatWidth
          pending = nil
        }
        width.counted += Int(self[index].width)
        width.printed += Int(self[index].width)
        if width.counted > limit { return nil }
      case .comment, .trailingComment:
        if let spacing = pending {
          width.counted += spacing.flatWidth
          width.printed += spacing.flatWidth
          pending = nil
        }
        width.printed += Int(self[index].width)
        if self[index].kind == .trailingComment {
          width.hasTrailingComment = true
          if width.counted == next { width.printed += 1 }
        }
      case .spacing:
        let spacing = self[index].spacing
        if spacing.breaksLine { return nil }
        pending = pending?.merged(with: spacing) ?? spacing
      case .begin:
        if let spacing = pending {
          width.counted += spacing.flatWidth
          width.printed += spacing.flatWidth
          pending = nil
        }
      case .end, .nothing: break
      case .onlyBroken:
        if let spacing = pending {
          width.counted += spacing.flatWidth
          width.printed += spacing.flatWidth
          pending = nil
        }
      case .disable, .verbatim, .raw: return nil
      }
      index += 1
    }
    if let spacing = pending {
      width.counted += spacing.flatWidth
      width.printed += spacing.flatWidth
    }
    return width.counted <= limit ? width : nil
  }

  /// Prints a run of elements on one line.
  func printFlat(
    _ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>, next: Int, to output: inout Output
  ) {
    var pending: Spacing?
    var counted = 0
    for index in range {
      switch self[index].kind {
      case .text, .comment, .trailingComment, .begin, .onlyBroken:
        if let spacing = pending {
          if spacing.flatWidth == 1 {
            output.append(UInt8(ascii: " "))
            counted += 1
          }
          pending = nil
        }
        guard self[index].kind != .begin, self[index].kind != .onlyBroken else { continue }
        if self[index].kind == .trailingComment, counted == next {
          output.append(UInt8(ascii: " "))
        }
        output.append(bytes, Int(self[index].start), Int(self[index].end))
        if self[index].kind == .text { counted += Int(self[index].width) }
      case .spacing: pending = pending?.merged(with: self[index].spacing) ?? self[index].spacing
      default: break
      }
    }
    if pending?.flatWidth == 1 { output.append(UInt8(ascii: " ")) }
  }
}
