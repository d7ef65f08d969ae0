import VirtModel

/// Pieces that drawings of one host and of several share.
extension SVGCanvas {
  // MARK: - Heading

  private static let meterWidth = 170

  /// The title, and on the right the guests' share of the resources.
  mutating func heading(
    _ title: String, _ subtitle: String, _ totals: Totals, from left: Int, to right: Int
  ) {
    text(left, 52, DisplayText.fitted(title, 24), "title")
    text(left, 74, subtitle, "body muted")
    var x = right
    if let total = totals.hostMemory {
      x -= Self.meterWidth
      memory(totals.memory, of: total, x, 52, width: Self.meterWidth)
      x -= 20
    }
    if let total = totals.hostCPUs {
      x -= Self.meterWidth
      cpus(totals.cpus, of: total, x, 52, width: Self.meterWidth)
    }
    if x == right { text(right, 52, Self.size(totals), "body muted end") }
  }

  /// The guests' sums, where the host's resources are unknown.
  static func size(_ totals: Totals) -> String {
    "\(DrawingText.count(totals.cpus, "CPU")) · \(totals.memory?.readable ?? "0")"
  }

  // MARK: - Meters

  mutating func cpus(_ cpus: Int, of total: Int, _ x: Int, _ y: Int, width: Int) {
    let share = Double(cpus) / Double(max(total, 1))
    meter("CPUs", "\(cpus) of \(total)", [share], x, y, width, over: "crowded")
  }

  /// - Parameter parts: the guests that have the memory, if each has its own color.
  mutating func memory(
    _ memory: Size?, of total: Size, parts: [Size]? = nil, _ x: Int, _ y: Int, width: Int
  ) {
    let shares = (parts ?? [memory].compactMap(\.self)).map {
      Double($0.bytes) / Double(total.bytes)
    }
    let text = "\(memory?.readable ?? "0") of \(total.readable)"
    meter("Memory", text, shares, x, y, width, over: "over")
  }

  /// How much is used of something, in shares.
  ///
  /// - Parameter over: the style where more is used than there is.
  private mutating func meter(
    _ title: String, _ text: String, _ shares: [Double], _ x: Int, _ y: Int, _ width: Int,
    over: String
  ) {
    let isOver = shares.reduce(0, +) > 1
    self.text(x, y, title, "body muted")
    let room = (width - title.utf8.count * 7) * 2 / 13
    self.text(x + width, y, DisplayText.fitted(text, room), "body end" + (isOver ? " \(over)" : ""))
    rect(x, y + 10, width, 6, radius: 3, "track")
    var ends: [Int] = []
    var sum = 0.0
    for share in shares {
      sum += share
      ends.append(Int(min(sum, 1) * Double(width)))
    }
    guard let end = ends.last else { return }
    rect(x, y + 10, max(end, 3), 6, radius: 3, isOver ? over : "full")
    for (start, end) in zip([0] + ends, ends.dropLast()) where end - start >= 3 {
      rect(x + end - 1, y + 10, 1, 6, radius: 0, "cut")
    }
  }

  // MARK: - Networks

  /// The name of an interface in its network's color; gives where it ends.
  mutating func chip(_ x: Int, _ y: Int, _ text: String, _ style: String, isFilled: Bool) -> Int {
    let width = Self.chipWidth(text)
    rect(x, y - 13, width, 26, radius: 6, "host")
    rect(x, y - 13, width, 26, radius: 6, "\(style) \(isFilled ? "fill" : "outline")")
    self.text(x + width / 2, y + 4, text, "mono middle" + (isFilled ? " inverse" : ""))
    return x + width
  }

  static func chipWidth(_ text: String) -> Int { text.utf8.count * 7 + 18 }
}
