/// A text in which places are marked by `‸`, so that no test counts columns.
///
/// ```swift
/// let marked = MarkedText("{ a = ‸[ 1 ‸; }")
/// marked.text    // { a = [ 1 ; }
/// marked.places  // [6, 11]
/// ```
public struct MarkedText: Sendable {
  /// The text without its marks.
  public let text: String
  /// The marks as offsets in UTF-8.
  public let places: [Int]

  /// Takes the marks out of a text.
  public init(_ marked: String) {
    var text = ""
    var places: [Int] = []
    for scalar in marked.unicodeScalars {
      if scalar == "‸" {
        places.append(text.utf8.count)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    self.text = text
    self.places = places
  }
}
