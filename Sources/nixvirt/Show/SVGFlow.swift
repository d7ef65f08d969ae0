/// Boxes one after another, in as many lines as they need.
struct SVGFlow {
  /// The left side of each box, and the line that it is in.
  let places: [(x: Int, line: Int)]
  let lines: Int

  init(_ widths: [Int], gap: Int, in room: Int) {
    var places: [(x: Int, line: Int)] = []
    var x = 0
    var line = 0
    for width in widths {
      if x > 0, x + width > room {
        x = 0
        line += 1
      }
      places.append((x, line))
      x += width + gap
    }
    self.places = places
    lines = widths.isEmpty ? 0 : line + 1
  }
}
