/// Types of Foundation whose own coding is not what a person writes in Nix. They are known by their names,
/// because this library imports no Foundation: a date codes itself as one number, a URL and a decimal
/// number as sets of their parts.
enum FoundationValue {
  case date, url, decimal

  init?<Value>(of type: Value.Type) {
    switch String(reflecting: type) {
    case "Foundation.Date", "FoundationEssentials.Date": self = .date
    case "Foundation.URL", "FoundationEssentials.URL": self = .url
    case "Foundation.Decimal", "FoundationEssentials.Decimal", "__C.NSDecimal": self = .decimal
    default: return nil
    }
  }

  // MARK: - Encoding

  /// The expression to write, of the one that the type makes of a value; nil to keep that.
  func expr(of form: Expr, _ value: some Encodable) -> Expr? {
    switch self {
    case .date:
      guard let seconds = form.number, let text = ISO8601.text(of: seconds) else { return nil }
      return .str(text)
    case .url:
      guard case .attrSet(let set) = form, set.bindings.count == 1,
        case .attr(let binding) = set.bindings[0], binding.path == "relative"
      else { return nil }
      return binding.value
    case .decimal:
      let text = String(describing: value)
      if let integer = Int64(text) { return .int(integer) }
      return Double(text).flatMap { Expr.float($0) }
    }
  }

  // MARK: - Decoding

  /// The expression that the type reads, of the one that is written.
  func form(of decoder: ExprDecoder.NodeDecoder) throws -> Expr {
    switch (self, decoder.expr) {
    case (.date, .string(let string)):
      guard let text = string.text, let seconds = ISO8601.seconds(of: text) else {
        throw decoder.failure("expected a time such as 2026-11-26T01:32:00Z")
      }
      return Expr.float(seconds) ?? .int(0)
    case (.url, .string(let string)): return ["relative": .string(string)]
    case (.decimal, let expr):
      guard let text = expr.numberText else { throw decoder.mismatch("a number") }
      guard let form = Self.decimalForm(text) else {
        throw decoder.failure("\(text) is out of range of decimal numbers")
      }
      return form
    default: return decoder.expr
    }
  }

  /// What Foundation's decimal numbers code themselves as: a mantissa of eight words of 16 bits, the
  /// lowest first, and a power of ten.
  private static func decimalForm(_ text: String) -> Expr? {
    var digits: [UInt8] = []
    var exponent = 0
    var isNegative = false
    var isFraction = false
    var rest = Substring(text)
    if rest.first == "-" {
      isNegative = true
      rest = rest.dropFirst()
    }
    if let mark = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      exponent = Int(rest[rest.index(after: mark)...]) ?? 0
      rest = rest[..<mark]
    }
    for byte in rest.utf8 {
      if byte == UInt8(ascii: ".") {
        isFraction = true
      } else {
        digits.append(byte - UInt8(ascii: "0"))
        if isFraction { exponent -= 1 }
      }
    }
    while digits.last == 0, digits.count > 1 {
      digits.removeLast()
      exponent += 1
    }
    // A number that Nix reads has at most 19 digits, which fit.
    var words = [UInt32](repeating: 0, count: 8)
    for digit in digits {
      var carry = UInt32(digit)
      for index in words.indices {
        carry += words[index] * 10
        words[index] = carry & 0xFFFF
        carry >>= 16
      }
    }
    guard (-128...127).contains(exponent) else { return nil }
    let length = (words.lastIndex { $0 != 0 } ?? -1) + 1
    return [
      "exponent": .int(length == 0 ? 0 : Int64(exponent)), "length": .int(Int64(length)),
      "isNegative": .bool(isNegative && length > 0), "isCompact": true,
      "mantissa": .list(words.map { .int(Int64($0)) }),
    ]
  }
}

extension Expr {
  /// The value of a number, a negative one included.
  fileprivate var number: Double? { numberText.flatMap { Double($0) } }

  /// The digits of a number, a negative one included.
  fileprivate var numberText: String? {
    switch self {
    case .integer(let literal): return String(literal.value)
    case .float(let literal): return String(literal.value)
    case .binary where self == .int(.min): return String(Int64.min)
    case .unary(let operation) where operation.op == .negate:
      switch operation.operand {
      case .integer(let literal): return "-\(literal.value)"
      case .float(let literal): return "-\(literal.value)"
      default: return nil
      }
    default: return nil
    }
  }
}
