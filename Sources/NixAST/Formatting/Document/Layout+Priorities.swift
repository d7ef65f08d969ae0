// Groups of which one part is broken and the rest is on one line.

extension Layout {
  /// Tries to keep a group on one line but for one of its priority groups, the last of some first.
  /// Returns the place to continue at, nil if there is none left to try.
  mutating func attempt(_ group: Int, _ priorities: ArraySlice<Int>) -> Int? {
    let end = Int(elements[group].end)
    var others = priorities
    while let priority = others.popLast() {
      budget -= 1
      if budget < 0 { return nil }
      let after = Int(elements[priority].end) + 1..<end
      guard elements.view.flatWidth(after, limit: width, looked: &looked) != nil else { continue }
      let attempt = Attempt(
        group: group, priority: priority, others: others, saved: state, output: output.count,
        isSuppressed: output.isSuppressed)
      isTrying = true
      defer { isTrying = false }
      guard flat(group + 1..<priority) else { continue }
      setUnbroken(true, in: after)
      attempts.append(attempt)
      return priority + 1
    }
    return nil
  }

  /// Prints what is behind a priority group, or tries another one; gives where to go on.
  mutating func endOfPriority(_ attempt: Attempt) -> Int {
    attempts.removeLast()
    let after = Int(elements[attempt.priority].end) + 1..<Int(elements[attempt.group].end)
    setUnbroken(false, in: after)
    if flat(after) { return after.upperBound + 1 }
    state = attempt.saved
    output.cut(to: attempt.output)
    output.isSuppressed = attempt.isSuppressed
    return self.attempt(attempt.group, attempt.others) ?? attempt.group + 1
  }

  /// The begins of the priority groups, those in transparent groups included.
  mutating func priorityGroups(in content: Range<Int>) -> [Int] {
    var result: [Int] = []
    var index = content.lowerBound
    defer { looked &+= index - content.lowerBound }
    while index < content.upperBound {
      if elements[index].kind == .begin, elements[index].group != .transparent {
        if elements[index].group == .priority { result.append(index) }
        index = Int(elements[index].end)
      }
      index += 1
    }
    return result
  }

  /// Marks spacings that do not break, because what they are in is on one line.
  private mutating func setUnbroken(_ isUnbroken: Bool, in range: Range<Int>) {
    var index = range.lowerBound
    defer { looked &+= index - range.lowerBound }
    while index < range.upperBound {
      switch elements[index].kind {
      case .spacing: elements[index].isUnbroken = isUnbroken
      case .begin where elements[index].group != .transparent: index = Int(elements[index].end)
      default: break
      }
      index += 1
    }
  }
}
