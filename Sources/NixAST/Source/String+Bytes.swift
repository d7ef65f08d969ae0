extension String {
  /// The UTF-8 of a string.
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Gives the bytes of the string where they are, without a copy if there can be one.
  @inline(__always)
  func withBytes<Result>(_ read: (Bytes) -> Result) -> Result {
    utf8.withContiguousStorageIfAvailable(read) ?? Array(utf8).withUnsafeBufferPointer(read)
  }

  /// Whether both have the same bytes, as Nix compares texts. To Swift, é is equal to e and an accent.
  func isSame(as other: String) -> Bool {
    self == other && utf8.elementsEqual(other.utf8)
  }

  /// The string with another text in each place of an ASCII text. Swift's own method compares characters, and
  /// a quote with an accent after it is a different character.
  package func replacingBytes(of old: String, with new: String) -> String {
    let (text, old) = (Array(utf8), Array(old.utf8))
    guard let first = old.first, text.contains(first) else { return self }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + new.utf8.count)
    var offset = 0
    while offset < text.count {
      if text[offset] == first, text[offset...].starts(with: old) {
        result += new.utf8
        offset += old.count
      } else {
        result.append(text[offset])
        offset += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
