import NixAST
import Testing

@testable import VirtModel

/// Which lines of a text are not shown, because they may be of a private key. These have just enough.
@Suite("Lines of private keys")
struct SecretLinesTests {
  /// A line of a key, as it is in the middle.
  private static let run = "aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uVaB1cD2eF"

  private func lines(_ text: String...) -> [Int] {
    let text = text.joined(separator: "\n") + "\n"
    return SecretLines.find(in: SourceText(name: "a.nix", text: text)).sorted()
  }

  @Test("a header, all that follows, and the footer")
  func header() {
    let (begin, end) = ("-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----")
    #expect(lines("a = ''", begin, "any thing", end, "'';") == [2, 3, 4])
    // One without a footer takes what looks like a body.
    #expect(lines("a = ''", begin, "abcd", "any thing", "abcd") == [2, 3])
    #expect(lines("a = \"\(begin) abc \(end)\";", "any thing") == [1])
  }

  @Test("a line of the middle, with the short lines next to it")
  func middle() {
    #expect(lines("{", "  \"\(Self.run)\"", "}") == [2])
    #expect(lines("a = [", "  \"\(Self.run)\"", "  \"kLmN==\"", "];", "abcd") == [2, 3])
    #expect(lines("a: b c", "# kLmN", "# \(Self.run)", "a: b c") == [2, 3])
    // As JSON writes line breaks.
    #expect(lines("\(Self.run)\\n", "kLmN\\n\",", "a b") == [1, 2])
  }

  @Test("the attributes of an encrypted key")
  func attributes() {
    #expect(lines("Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-128-CBC,7F", Self.run) == [1, 2, 3])
    #expect(lines("key: 4,ENCRYPTED", "Proc-Type 4", Self.run) == [3])
  }

  @Test("three or more pieces of at least eight letters, if they are like a key together")
  func pieces() {
    #expect(lines(#"[ "aB1cD2eF" "gH3iJ4kL" "mN5oP6qR" "sT7uV8wX" ]"#) == [1])
    #expect(lines(#"[ "aB1cD2e" "gH3iJ4k" "mN5oP6q" "sT7uV8w" "xY9zA1b" ]"#) == [])
    #expect(lines(#"[ "aB1cD2eFaB1cD2eFa" "gH3iJ4kLgH3iJ4kLa" ]"#) == [])
    #expect(lines(#"[ "alphaBeta" "gammaDelta" "epsilonZeta" "etaTheta" ]"#) == [])
    #expect(
      lines("[", #""aB1cD2eF""#, #""gH3iJ4kL""#, #""mN5oP6qR""#, #""sT7uV8wX""#, "]") == [
        2, 3, 4, 5,
      ])
  }

  @Test("pieces among other text, with the last one, which is short")
  func amongText() {
    #expect(
      lines(
        "# part 1 is aB1cD2eF3gH4.", "# part 2 is iJ5kL6mN7oP8.", "# part 3 is qR9sT0uVaB1c.",
        "# part 4 is D2eF3.", "# the end.")
        == [1, 2, 3, 4])
    #expect(lines("# part 1 is aB1cD2eF3gH4.", "# part 2 is iJ5kL6mN7oP8.", "# the end.") == [])
  }
}
