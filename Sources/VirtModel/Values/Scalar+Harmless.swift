extension Unicode.Scalar {
  /// Whether a terminal shows it and does nothing else: no control character, none that turns the
  /// direction of text or starts a line, none without a meaning of its own.
  package var isHarmless: Bool {
    if isASCII { return (0x20..<0x7F) ~= value }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: false
    default: true
    }
  }
}
