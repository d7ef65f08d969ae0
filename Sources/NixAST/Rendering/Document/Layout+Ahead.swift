// Looking ahead: what follows an element in the document, across the ends of groups. No scan is
// longer than a line.

extension Layout {
  /// The width of what must stay on the line: texts and hard spaces up to the next spacing.
  func headWidth(from start: Int) -> Int {
    var total = 0
    var index = start
    while index < elements.count, total <= width {
      switch elements[index].kind {
      case .text, .comment, .onlyBroken: total += elements[index].countedWidth
      case .spacing:
        guard let width = elements[index].unbrokenWidth else { return total }
        total += width
      case .begin, .end, .nothing: break
      }
      index += 1
    }
    return total
  }

  /// Whether what follows a soft spacing fits into some columns, up to the next place to break.
  func fits(from start: Int, _ available: Int) -> Bool {
    var budget = width
    var index = start
    loop: while index < elements.count, budget >= 0 {
      switch elements[index].kind {
      case .text, .comment, .onlyBroken: budget -= elements[index].countedWidth
      case .spacing:
        guard let width = elements[index].unbrokenWidth else { break loop }
        budget -= width
      case .begin:
        let end = Int(elements[index].end)
        let limit = budget - headWidth(from: end + 1)
        if let total = elements.flatWidth((index + 1)..<end, limit: limit) {
          budget -= total
          index = end
        }
      case .end, .nothing: break
      }
      index += 1
    }
    return budget >= 0 && width - budget <= available
  }
}

extension Document.Element {
  /// What a spacing takes if it stays on the line in any case, nil if it may break.
  fileprivate var unbrokenWidth: Int? {
    if spacing == .hardSpace { return 1 }
    return isUnbroken ? spacing.flatWidth : nil
  }
}
