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
  func expr<Value>(of form: Expr, _ value: Value, at path: [any CodingKey]) throws -> Expr? {
    switch self {
    case .date:
      guard let seconds = form.numberText.flatMap({ Double($0) }),
        let text = ISO8601.text(of: seconds)
      else { return nil }
      return .str(text)
    case .url:
      guard case .attrSet(let set) = form, set.bindings.count == 1,
        case .attr(let binding) = set.bindings[0], binding.path == "relative"
      else { return nil }
      return binding.value
    case .decimal:
      let text = String(describing: value)
      if let integer = Int64(text) { return .int(integer) }
      // A float has fewer digits: one that reads as another number is none.
      guard let double = Double(text), let expr = Expr.float(double),
        DecimalNumber(text) == DecimalNumber(double.description)
      else {
        throw EncodingNode.error(value, path, "Nix has no literal for the decimal number \(text)")
      }
      return expr
    }
  }

  // MARK: - Decoding

  /// The expression that the type reads, of the one that is written.
  func form(of decoder: ExprDecoder.NodeDecoder) throws -> Expr {
    switch (self, decoder.expr) {
    case (.date, .string(let string)):
      guard let seconds = ISO8601.seconds(of: try decoder.text(of: string)) else {
        throw decoder.failure("expected a time such as 2026-11-26T01:32:00Z")
      }
      return Expr.float(seconds) ?? .int(0)
    case (.date, let expr):
      // A time that the form has no room for is a number.
      guard expr.numberText != nil else {
        throw decoder.mismatch("a time such as 2026-11-26T01:32:00Z")
      }
      return expr
    case (.url, .string(let string)): return ["relative": .str(try decoder.text(of: string))]
    case (.url, .attrSet): return decoder.expr
    case (.url, _): throw decoder.mismatch("a URL")
    case (.decimal, let expr):
      guard let text = expr.numberText else { throw decoder.mismatch("a number") }
      guard let form = DecimalNumber(text)?.form else {
        throw decoder.failure("\(text) is out of range of decimal numbers")
      }
      return form
    }
  }
}

/// A decimal number: its digits, without zeros at either end, and a power of ten.
private struct DecimalNumber: Equatable {
  private var isNegative = false
  private var digits: [UInt8] = []
  private var exponent = 0

  /// The number of a text such as `-12.5e+30`.
  init?(_ text: String) {
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
        continue
      }
      guard ASCII.isDigit(byte) else { return nil }
      let digit = byte - UInt8(ascii: "0")
      if digit != 0 || !digits.isEmpty { digits.append(digit) }
      if isFraction { exponent -= 1 }
    }
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    if digits.isEmpty { (isNegative, exponent) = (false, 0) }
  }

  /// What Foundation's decimal numbers code themselves as: a mantissa of eight words of 16 bits, the
  /// lowest first, and a power of ten; nil for a number that is none of them.
  var form: Expr? {
    var number = self
    // The mantissa has room for 38 digits: a number that Nix reads has at most 19.
    while number.exponent > 127, number.digits.count < 38 {
      number.digits.append(0)
      number.exponent -= 1
    }
    guard (-128...127).contains(number.exponent) else { return nil }
    var words = [UInt32](repeating: 0, count: 8)
    for digit in number.digits {
      var carry = UInt32(digit)
      for index in words.indices {
        carry += words[index] * 10
        words[index] = carry & 0xFFFF
        carry >>= 16
      }
    }
    let length = (words.lastIndex { $0 != 0 } ?? -1) + 1
    return [
      "exponent": .int(Int64(number.exponent)), "length": .int(Int64(length)),
      "isNegative": .bool(isNegative), "isCompact": true,
      "mantissa": .list(words.map { .int(Int64($0)) }),
    ]
  }
}

extension Expr {
  /// The digits of a number, a negative one included; nil for what is none.
  var numberText: String? {
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
