// Errors of decoding, with the path and the place of the value.

extension ExprDecoder {
  /// Why an expression could not be decoded.
  public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The problem, a sentence without a full stop.
    public var message: String
    /// The way to the value: `guests.alice.cpus`, `disks.0."a b"`.
    public var path: String
    /// Where the value was written; nil if it was not parsed.
    public var range: SourceRange?

    /// The path and the message.
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
  }
}

extension ExprDecoder.NodeDecoder {
  func failure(_ message: String, at range: SourceRange? = nil) -> ExprDecoder.Failure {
    let names = codingPath.map { key in
      key is ExprKey ? key.stringValue : Escaping.name(key.stringValue)
    }
    return ExprDecoder.Failure(
      message: message, path: names.joined(separator: "."), range: range ?? expr.range)
  }

  /// An error of a type, at the place in this value that its path leads to.
  func failure(_ error: DecodingError) -> ExprDecoder.Failure? {
    let context: DecodingError.Context
    switch error {
    case .typeMismatch(_, let its), .valueNotFound(_, let its), .keyNotFound(_, let its),
      .dataCorrupted(let its):
      context = its
    @unknown default: return nil
    }
    var text = context.debugDescription
    while text.last == "." { text.removeLast() }
    var place = Self(expr: expr, codingPath: context.codingPath)
    walk: for key in context.codingPath {
      switch place.expr {
      case .list(let list):
        guard let index = key.intValue, list.elements.indices.contains(index) else { break walk }
        place = Self(expr: list.elements[index].expr, codingPath: context.codingPath)
      case .attrSet(let set):
        guard let value = try? entries(of: set)[key.stringValue] else { break walk }
        place = Self(expr: value, codingPath: context.codingPath)
      default: break walk
      }
    }
    return place.failure(text)
  }

  func mismatch(_ expected: String) -> ExprDecoder.Failure {
    failure("expected \(expected), found \(expr.dataNoun)")
  }
}

extension Expr {
  /// The kind of expression, with an article.
  fileprivate var dataNoun: String {
    switch self {
    case .variable(let variable): variable.identifier.name
    case .integer: "an integer"
    case .float: "a float"
    case .string: "a string"
    case .path, .searchPath: "a path"
    case .list: "a list"
    case .attrSet(let set): set.isRecursive ? "a recursive set, which needs evaluation" : "a set"
    default: "an expression that needs evaluation"
    }
  }
}
