// Looking ahead: what follows an element in the document, across the ends of groups. No scan is
// longer than a line.

extension Layout {
  /// The width of what must stay on the line: texts and hard spaces up to the next spacing.
  mutating func headWidth(from start: Int) -> Int {
    var total = 0
    var index = start
    defer { looked &+= index - start }
    while index < elements.count, total <= width {
      switch elements[index].kind {
      case .text, .onlyBroken, .verbatim, .raw: total += Int(elements[index].width)
      case .spacing:
        guard let width = unbrokenWidth(at: &index) else { return total }
        total += width
      case .comment, .trailingComment, .disable, .begin, .end, .nothing: break
      }
      index += 1
    }
    return total
  }

  /// Whether what follows a soft spacing fits into some columns, up to the next place to break.
  mutating func fits(from start: Int, _ available: Int) -> Bool {
    var budget = width
    var index = start
    defer { looked &+= index - start }
    loop: while index < elements.count, budget >= 0 {
      switch elements[index].kind {
      case .text: budget -= Int(elements[index].width)
      case .verbatim: break loop
      case .spacing:
        guard let width = unbrokenWidth(at: &index) else { break loop }
        budget -= width
      case .begin:
        let end = Int(elements[index].end)
        let limit = budget - headWidth(from: end + 1)
        if let total = flatWidth(ofGroup: index, limit: limit) {
          budget -= total.printed
          index = end
        }
      case .comment, .trailingComment, .onlyBroken, .disable, .raw, .end, .nothing: break
      }
      index += 1
    }
    return budget >= 0 && width - budget <= available
  }

  /// The width of a spacing if it always stays on the line, nil if it may break. Spacings that come
  /// side by side behind the ends of groups are one; the index is moved to the last.
  private func unbrokenWidth(at index: inout Int) -> Int? {
    guard elements[index].spacing == .hardSpace || elements[index].isUnbroken else { return nil }
    var spacing = unbroken(index)
    var next = index + 1
    while next < elements.count {
      switch elements[next].kind {
      case .end, .nothing: break
      case .spacing:
        spacing = spacing.map { $0.merged(with: unbroken(next) ?? .softBreak) } ?? unbroken(next)
        index = next
      default: return width(of: spacing)
      }
      next += 1
    }
    return width(of: spacing)
  }

  private func unbroken(_ index: Int) -> Spacing? {
    let spacing = elements[index].spacing
    if elements[index].isUnbroken, !spacing.isHard {
      return spacing.flatWidth == 1 ? .hardSpace : nil
    }
    return spacing
  }

  private func width(of spacing: Spacing?) -> Int? {
    guard let spacing else { return 0 }
    return spacing == .hardSpace ? 1 : nil
  }
}
