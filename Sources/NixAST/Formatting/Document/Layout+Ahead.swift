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
        guard let width = unbrokenWidth(at: index) else { return total }
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
        guard let width = unbrokenWidth(at: index) else { break loop }
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

  /// The width of a spacing if it always stays on the line, nil if it may break.
  private func unbrokenWidth(at index: Int) -> Int? {
    let spacing = elements[index].spacing
    let isUnbroken = spacing == .hardSpace || elements[index].isUnbroken && !spacing.breaksLine
    return isUnbroken ? spacing.flatWidth : nil
  }
}
