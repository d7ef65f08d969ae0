import NixAST

/// Builds a picture of shapes and texts. Every text is escaped here, and nowhere else.
struct SVGCanvas {
  private(set) var body = ""

  mutating func rect(
    _ x: Int, _ y: Int, _ width: Int, _ height: Int, radius: Int, _ style: String
  ) {
    body += "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
    body += " rx=\"\(radius)\" class=\"\(style)\"/>\n"
  }

  mutating func dot(_ x: Int, _ y: Int, _ radius: Int, _ style: String) {
    body += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\" class=\"\(style)\"/>\n"
  }

  /// A line, over a wider one in the color of the ground: it passes above others. `joint` is how
  /// far from its start the wider one begins, so that the line it branches off stays whole.
  mutating func wire(
    _ from: (x: Int, y: Int), _ to: (x: Int, y: Int), joint: Int = 0, _ style: String
  ) {
    let start = (from.x == to.x ? from.x : from.x + joint, from.x == to.x ? from.y + joint : from.y)
    body += "<path d=\"M\(start.0) \(start.1)L\(to.x) \(to.y)\" class=\"casing\"/>"
    body += "<path d=\"M\(from.x) \(from.y)L\(to.x) \(to.y)\" class=\"wire \(style)\"/>\n"
  }

  mutating func text(_ x: Int, _ y: Int, _ text: String, _ style: String) {
    body += "<text x=\"\(x)\" y=\"\(y)\" class=\"\(style)\">\(Self.escaped(text))</text>\n"
  }

  /// Shapes that belong together, with a text that is shown where somebody points at them.
  mutating func group(_ title: String, _ draw: (inout SVGCanvas) -> Void) {
    var inner = SVGCanvas()
    draw(&inner)
    body += "<g><title>\(Self.escaped(title))</title>\n\(inner.body)</g>\n"
  }

  /// The file: nothing outside of it is needed.
  func file(width: Int, height: Int, title: String, description: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
    viewBox="0 0 \(width) \(height)" role="img" aria-labelledby="title description">
    <title id="title">\(Self.escaped(title))</title>
    <desc id="description">\(Self.escaped(description))</desc>
    <style>
    \(SVGTheme.text)</style>
    \(body)</svg>

    """
  }

  private static func escaped(_ text: String) -> String {
    DisplayText.clean(text).replacingBytes(of: "&", with: "&amp;").replacingBytes(
      of: "<", with: "&lt;"
    )
    .replacingBytes(of: ">", with: "&gt;").replacingBytes(of: "\"", with: "&quot;")
  }
}

/// The colors of a drawing, on light and on dark ground.
enum SVGTheme {
  /// The colors of networks, on light and on dark ground; they repeat after the last.
  private static let networks = [
    ("#0969da", "#4493f8"), ("#bc4c00", "#f0883e"), ("#1a7f37", "#3fb950"), ("#8250df", "#ab7df8"),
    ("#bf3989", "#db61a2"), ("#7d6608", "#d29922"),
  ]

  /// The style of a network's parts.
  static func network(_ index: Int) -> String { "n\(index % networks.count)" }

  static var text: String {
    var text = """
      text { font-family: system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif; }
      .mono { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
      .title { font-size: 22px; font-weight: 600; }
      .name { font-size: 15px; font-weight: 600; }
      .small { font-size: 13px; font-weight: 600; }
      .body { font-size: 12px; }
      .mono { font-size: 11px; }
      .end { text-anchor: end; }
      .middle { text-anchor: middle; }
      .wire { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
      .casing { fill: none; stroke-width: 7; }
      .outline { fill: none; stroke-width: 1.5; }
      .byhand { stroke-dasharray: 5 4; }

      """
    text += rules(
      ground: "#ffffff", host: "#f6f8fa", card: "#ffffff", line: "#d1d9e0", text: "#1f2328",
      muted: "#59636e", crowded: "#9a6700", over: "#d1242f", networks.map(\.0),
      inverse: "#ffffff")
    text += "@media (prefers-color-scheme: dark) {\n"
    text += rules(
      ground: "#0d1117", host: "#151b23", card: "#0d1117", line: "#3d444d", text: "#f0f6fc",
      muted: "#9198a1", crowded: "#d29922", over: "#f85149", networks.map(\.1),
      inverse: "#0d1117")
    return text + "}\n"
  }

  private static func rules(
    ground: String, host: String, card: String, line: String, text: String, muted: String,
    crowded: String, over: String, _ networks: [String], inverse: String
  ) -> String {
    var rules = """
      .ground { fill: \(ground); }
      .host { fill: \(host); stroke: \(line); }
      .card { fill: \(card); stroke: \(line); }
      .track { fill: \(line); }
      .cut { fill: \(host); }
      .casing { stroke: \(host); }
      text { fill: \(text); }
      text.muted { fill: \(muted); }
      text.inverse { fill: \(inverse); }
      .full { fill: \(muted); }
      .crowded, text.crowded { fill: \(crowded); }
      .over, text.over { fill: \(over); }

      """
    for (index, color) in networks.enumerated() {
      rules += ".n\(index).wire, .n\(index).outline { stroke: \(color); }\n"
      rules += ".n\(index).fill, text.n\(index) { fill: \(color); }\n"
    }
    return rules
  }
}
