/// Finds what somebody may have meant.
package enum Spelling {
  /// The candidate that is nearest to a text, if it is near: at most a third of its letters differ.
  package static func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(text.lowercased().utf8.prefix(64))
    let limit = max(1, letters.count / 3)
    var best: (distance: Int, candidate: String)?
    // A description can have very many misspelt keys: the rows are made once.
    var rows = [Int](repeating: 0, count: 3 * (letters.count + limit + 1))
    for candidate in candidates {
      // Each letter that one has more than the other counts.
      if abs(candidate.utf8.count - letters.count) > limit { continue }
      let known = Array(candidate.lowercased().utf8)
      let most = min(limit, (best?.distance ?? .max) - 1)
      let distance = rows.withUnsafeMutableBufferPointer {
        Self.distance(letters, known, most, $0)
      }
      if let distance { best = (distance, candidate) }
    }
    return best?.candidate
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other; nil
  /// for more than `most`.
  ///
  /// - Parameter rows: room for three rows.
  private static func distance(
    _ left: [UInt8], _ right: [UInt8], _ most: Int, _ rows: UnsafeMutableBufferPointer<Int>
  ) -> Int? {
    let width = right.count + 1
    guard 3 * width <= rows.count else { return nil }
    var (beforePrevious, previous, current) = (0, width, 2 * width)
    for column in 0..<width { rows[previous + column] = column }
    for (row, letter) in left.enumerated() {
      rows[current] = row + 1
      var least = row + 1
      for (column, other) in right.enumerated() {
        var cost = min(
          rows[previous + column] + (letter == other ? 0 : 1), rows[previous + column + 1] + 1,
          rows[current + column] + 1)
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, rows[beforePrevious + column - 1] + 1)
        }
        rows[current + column + 1] = cost
        least = min(least, cost)
      }
      // A swap reaches back over a row: its cost is one more than what is there.
      if least > most + 1 { return nil }
      (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    let distance = rows[previous + right.count]
    return distance <= most ? distance : nil
  }
}
