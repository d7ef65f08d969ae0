import NixAST

/// The hash of a file that Nix fetches, written as SRI: `sha256-…`, `sha512-…` (Nix Reference Manual,
/// "Hash"; W3C, "Subresource Integrity").
public struct FileHash: Hashable, Sendable, CustomStringConvertible {
  /// A hash function.
  public enum Algorithm: String, CaseIterable, Sendable {
    case sha256, sha512

    /// How many bytes a hash has.
    var count: Int { self == .sha256 ? 32 : 64 }
  }

  /// The function.
  public let algorithm: Algorithm
  /// The hash.
  let bytes: [UInt8]

  /// SRI.
  public var description: String { "\(algorithm.rawValue)-\(Base64.encode(bytes))" }

  private init?(_ algorithm: Algorithm, _ bytes: [UInt8]?) {
    guard let bytes, bytes.count == algorithm.count else { return nil }
    self.algorithm = algorithm
    self.bytes = bytes
  }

  /// Reads SRI as Nix writes it.
  public init?(sri text: String) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let algorithm = Algorithm(rawValue: String(parts[0])),
      let hash = FileHash(algorithm, Base64.decode(String(parts[1]))), hash.description == text
    else { return nil }
    self = hash
  }

  // MARK: - Other forms

  /// Why a text is not a hash.
  public enum Problem: Error, Hashable, Sendable {
    /// It is the hash of a function that is too weak.
    case weak(String)
    /// No line of several is about the file.
    case otherFile(String)
    /// It has another form, or another length.
    case malformed
  }

  /// Reads a hash as programs print it: SRI, hexadecimal digits, Nix's base 32, base64, each
  /// optionally after `sha256:`, and the output of `sha256sum`, with or without `--tag`.
  ///
  /// - Parameters:
  ///   - text: the hash, or lines of `sha256sum`.
  ///   - file: the file name that a line of `sha256sum` must have.
  public init(parsing text: String, file: String?) throws(Problem) {
    let lines = text.split(whereSeparator: \.isNewline).map(Self.trimmed).filter { !$0.isEmpty }
    var sums: [SumLine] = []
    for line in lines {
      if let sum = SumLine(line) { sums.append(sum) }
    }
    if sums.isEmpty {
      guard lines.count == 1 else { throw .malformed }
      self = try Self.word(lines[0])
      return
    }
    guard let sum = sums.first(where: { file == nil || $0.file == file }) else {
      throw .otherFile(sums[0].file)
    }
    self = try Self.word(sum.hash, sum.algorithm)
  }

  /// A line of `sha256sum`: `HASH  FILE`, `HASH *FILE`, or `SHA256 (FILE) = HASH`.
  private struct SumLine {
    let hash: String
    let file: String
    var algorithm: Algorithm?

    init?(_ line: String) {
      if let open = line.firstRange(of: " ("), let close = line.firstRange(of: ") = ") {
        guard open.upperBound <= close.lowerBound else { return nil }
        algorithm = Algorithm(rawValue: line[..<open.lowerBound].lowercased())
        guard algorithm != nil else { return nil }
        file = Self.name(line[open.upperBound..<close.lowerBound])
        hash = String(line[close.upperBound...])
        return
      }
      guard let blank = line.firstIndex(where: { $0 == " " || $0 == "\t" }) else { return nil }
      let digits = line[..<blank]
      guard digits.utf8.count >= 32, digits.utf8.allSatisfy(ASCII.isHexDigit) else { return nil }
      hash = String(digits)
      var name = line[blank...].drop { $0 == " " || $0 == "\t" }
      if name.first == "*" { name = name.dropFirst() }
      file = Self.name(name)
    }

    /// Without the directory.
    private static func name(_ path: Substring) -> String {
      path.split(separator: "/").last.map(String.init) ?? ""
    }
  }

  private static func word(
    _ text: String, _ known: Algorithm? = nil
  ) throws(Problem) -> FileHash {
    if let hash = FileHash(sri: text) { return hash }
    var algorithm = known
    var digits = text[...]
    for separator: Character in [":", "-"] {
      guard let place = text.firstIndex(of: separator) else { continue }
      let name = text[..<place].lowercased()
      if ["md5", "sha1"].contains(name) { throw .weak(name) }
      guard let named = Algorithm(rawValue: name) else { throw .malformed }
      algorithm = named
      digits = text[text.index(after: place)...]
      break
    }
    if digits.utf8.allSatisfy(ASCII.isHexDigit) {
      if digits.utf8.count == 32 { throw .weak("md5") }
      if digits.utf8.count == 40 { throw .weak("sha1") }
    }
    for candidate in Algorithm.allCases where algorithm == nil || algorithm == candidate {
      for read in [hexadecimal, nix32, Base64.decode] {
        if let hash = FileHash(candidate, read(String(digits))) { return hash }
      }
    }
    throw .malformed
  }

  private static func hexadecimal(_ text: String) -> [UInt8]? {
    let digits = text.utf8.compactMap(Hexadecimal.value)
    guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// Nix's base 32: the digits of the number that the bytes are, the lowest byte first, from its end.
  private static func nix32(_ text: String) -> [UInt8]? {
    let count = text.utf8.count * 5 / 8
    guard text.utf8.count == (count * 8 + 4) / 5 else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    for (place, digit) in text.utf8.reversed().enumerated() {
      guard let value = StorePath.digits.firstIndex(of: digit) else { return nil }
      let bits = UInt16(value) << UInt16(place * 5 % 8)
      let byte = place * 5 / 8
      bytes[byte] |= UInt8(truncatingIfNeeded: bits)
      let carry = UInt8(bits >> 8)
      if byte + 1 < count { bytes[byte + 1] |= carry } else if carry != 0 { return nil }
    }
    return bytes
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text.drop(while: \.isWhitespace))
  }
}
