import Testing

@testable import VirtModel

/// Words that may be a part of a private key are not shown. These are at the limits of the guess.
@Suite("Texts that may be parts of private keys")
struct PrivateKeyTextTests {
  @Test(
    "letters in both cases with a jump in more than every eighth place",
    arguments: [
      // From letters to digits, and back.
      ("ABCDEFGH1ABCDEFG2abcdefgh3abcdefg", true),
      ("ABCDEFGH1ABCDEFG2abcdefghabcdefgh", false),
      // From small letters to capitals.
      ("abCdefGhijKlmnoPqrsTuvwxyzabcde1f", true),
      ("abcdefGhijklmnoPqrsTuvwxyzabcdefg", false),
    ])
  func jumps(word: String, isSuspicious: Bool) {
    #expect(PrivateKeyText.isSuspicious(word) == isSuspicious)
    #expect(PrivateKeyText.isSuspicious("see: \(word), or not") == isSuspicious)
  }

  @Test("a run has at least 32 letters, whatever stands before and after it")
  func length() {
    let run = "aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV"
    #expect(run.utf8.count == 32)
    for text in [run, "ab \(run)", "ab-\(run)-cd", "\(String(repeating: "a ", count: 40))\(run) b"]
    {
      #expect(PrivateKeyText.isSuspicious(text), "\(text)")
      #expect(
        !PrivateKeyText.isSuspicious(text.replacing(run, with: "\(run.dropLast(2))-")), "\(text)")
    }
  }

  @Test("pieces of one key can be on lines of their own, if nothing else is there")
  func pieces() {
    let lines = ["aB1cD2eF3gH4iJ5k", "L6mN7oP8qR9sT0uV"]
    for separator in ["\n", " ", "\t", "\r\n"] {
      #expect(PrivateKeyText.isSuspicious(lines.joined(separator: separator)))
    }
    #expect(!PrivateKeyText.isSuspicious(lines.joined(separator: ", ")))
  }
}
