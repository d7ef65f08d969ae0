import Foundation
import NixAST

/// A construct that can be repeated as often as one likes.
struct GrowingText {
  var name: String
  var start = ""
  /// What is repeated; `#` is a number of its own.
  var unit: String
  var middle = ""
  /// What is repeated behind the middle: closing brackets.
  var closing = ""
  var end = ""
  /// Whether each is in the one before. Formatting then writes more indentation with each level, so that
  /// what it writes is larger than what it reads.
  var isNested: Bool { !closing.isEmpty || middle == "nested" }

  /// A text of at least so many bytes.
  func text(_ bytes: Int) -> [UInt8] {
    var text = Array(start.utf8)
    var count = 0
    while text.count + count * closing.utf8.count < bytes {
      for byte in unit.utf8 {
        if byte == UInt8(ascii: "#") { text += "\(count)".utf8 } else { text.append(byte) }
      }
      count += 1
    }
    text += (isNested && closing.isEmpty ? "a" : middle).utf8
    for _ in 0..<(closing.isEmpty ? 0 : count) { text += closing.utf8 }
    return text + Array(end.utf8)
  }

  static let all: [GrowingText] = [
    // Nested.
    .init(name: "( ( a ) )", unit: "(", middle: "a", closing: ")"),
    .init(name: "[ [ ] ]", unit: "[", closing: "]"),
    .init(name: "{ a = { }; }", unit: "{a=", middle: "1", closing: ";}"),
    .init(name: "rec { a = rec { }; }", unit: "rec{a=", middle: "1", closing: ";}"),
    .init(name: "\"${\"${a}\"}\"", unit: "\"${", middle: "a", closing: "}\""),
    .init(name: "''${''${a}''}''", unit: "''${", middle: "a", closing: "}''"),
    .init(name: "f (f (x))", unit: "f (", middle: "x", closing: ")"),
    .init(name: "{ a ? { a }: a }: a", unit: "{a ? ", middle: "a", closing: "}: a"),
    .init(name: "let a = let … in a; in a", unit: "let a = ", middle: "1", closing: "; in a"),
    .init(name: "a.${a.${b}}", unit: "a.${", middle: "c", closing: "}"),
    .init(name: "x: x: x", unit: "x: ", middle: "nested"),
    .init(name: "{ a }: { a }: a", unit: "{a}: ", middle: "nested"),
    .init(name: "let a = 1; in let …", unit: "let a = 1; in ", middle: "nested"),
    .init(name: "with a; with a; b", unit: "with a; ", middle: "nested"),
    .init(name: "assert a; assert a; b", unit: "assert a; ", middle: "nested"),
    .init(name: "- - a", unit: "-", middle: "nested"),
    .init(name: "! ! a", unit: "!", middle: "nested"),
    .init(name: "if a then b else if …", unit: "if a then b else ", middle: "nested"),
    .init(name: "if a then if a then …", unit: "if a then ", middle: "b", closing: " else c"),
    // Chains.
    .init(name: "a + a + a", unit: "a + ", middle: "a"),
    .init(name: "a ++ a ++ a", unit: "a ++ ", middle: "a"),
    .init(name: "a // a // a", unit: "a // ", middle: "a"),
    .init(name: "a -> a -> a", unit: "a -> ", middle: "a"),
    .init(name: "a && a || a", unit: "a && a || ", middle: "a"),
    .init(name: "a |> a |> a", unit: "a |> ", middle: "a"),
    .init(name: "f a a a", start: "f", unit: " a"),
    .init(name: "f [ a ] [ a ]", start: "f", unit: " [ a ]"),
    .init(name: "a.b.b.b", start: "a", unit: ".b"),
    .init(name: "a.b or a.b or c", unit: "a.b or ", middle: "nested"),
    .init(name: "a/a/a/a", start: "a", unit: "/a"),
    .init(name: "./a${b}a${b}", start: "./a", unit: "${b}a"),
    // Items.
    .init(name: "[ a b c ]", start: "[", unit: " a#", end: " ]"),
    .init(name: "[ \"a\" 1 ./a ]", start: "[", unit: " \"a\" 1 ./a\n", end: "]"),
    .init(name: "{ a0 = 1; a1 = 1; }", start: "{", unit: "a# = 1;\n", end: "}"),
    .init(name: "{ a.b0 = 1; a.b1 = 1; }", start: "{", unit: "a.b# = 1;\n", end: "}"),
    .init(name: "{ a.${b} = 1; }", start: "{", unit: "a.${b#} = 1;\n", end: "}"),
    .init(name: "{ \"a\".b0 = 1; }", start: "{", unit: "\"a\".b# = 1;\n", end: "}"),
    .init(name: "{ a0.b.c = 1; a0.b.d = 1; }", start: "{", unit: "a#.b.c=1;a#.b.d=1;", end: "}"),
    .init(name: "{ a = { b0 = 1; }; a = { b1 = 1; }; }", start: "{", unit: "a={b#=1;};", end: "}"),
    .init(name: "inherit a0 a1", start: "{ inherit", unit: " a#", end: "; }"),
    .init(name: "{ a0, a1 }: 1", start: "{a", unit: ", a#", end: "}: 1"),
    .init(name: "{ a0 ? 1, a1 ? 1 }: 1", start: "{a", unit: ", a# ? 1", end: "}: 1"),
    .init(name: "let a0 = 1; a1 = 1; in 1", start: "let ", unit: "a# = 1; ", end: "in 1"),
    // Strings.
    .init(name: "one line in double quotes", start: "\"", unit: "text ", end: "\""),
    .init(name: "lines in double quotes", start: "\"", unit: "text\n", end: "\""),
    .init(name: "\"a${b}a${b}\"", start: "\"", unit: "a${b}", end: "\""),
    .init(name: "escapes in double quotes", start: "\"", unit: "\\n\\${\\\"", end: "\""),
    .init(name: "lines in two quotes", start: "''\n", unit: "  text\n", end: "''"),
    .init(name: "''a${b}\na${b}''", start: "''\n", unit: "  a${b}\n", end: "''"),
    .init(name: "escapes in two quotes", start: "''", unit: "''$ ''' ''\\n $$ ' ", end: "''"),
    .init(name: "one line in two quotes", start: "''", unit: "text ", end: "''"),
    .init(name: "spaces in two quotes", start: "''", unit: " ", end: "''"),
    // White space and comments.
    .init(name: "spaces", start: "a", unit: " "),
    .init(name: "blank lines", start: "[a", unit: "\n\n", end: "b]"),
    .init(name: "# comments", unit: "# a comment\n", end: "1"),
    .init(name: "# comments in a list", start: "[\n", unit: "a # one\n# two\n", end: "]"),
    .init(name: "/* comments */", start: "[", unit: "/* a */ b ", end: "]"),
    .init(name: "one /* comment */ of lines", start: "/*", unit: " a line\n", end: "*/ 1"),
    .init(name: "one # comment", start: "#", unit: " text", end: "\n1"),
    // Broken texts.
    .init(name: "broken: { a = ; }", start: "{", unit: "a = ;", end: "}"),
    .init(name: "broken: ( ( (", unit: "("),
    .init(name: "broken: { { {", unit: "{"),
    .init(name: "broken: \"${\"${", unit: "\"${"),
    .init(name: "broken: ) ) )", unit: ")"),
    .init(name: "broken: [ a, a, a ]", start: "[", unit: "a, ", end: "]"),
    .init(name: "broken: { a = 1 b = 1 }", start: "{", unit: "a# = 1\n", end: "}"),
    .init(name: "broken: { a = 1; a = 1; }", start: "{", unit: "a = 1;", end: "}"),
    .init(name: "broken: f a = ", start: "f", unit: " a ="),
    .init(name: "broken: [ a } [ a }", unit: "[ a } "),
    .init(name: "broken: \" a\n\" a\n", unit: "\" a\n"),
  ]
}

/// Measures how the time grows from 10 MB of a construct to 20 MB, for all that can be done with it: the
/// time of the processor, which other programs do not change much. Both texts are so large that their
/// memory is new: one whose memory was there before would take a part of the time.
func growth() {
  print("processor seconds for 10 MB and 20 MB of a construct, and the ratio")
  for construct in GrowingText.all {
    let sources = [10, 20].map { SourceText(name: "", bytes: construct.text($0 * 1_000_000)) }
    var columns: [String] = []
    func measure(_ name: String, _ work: (SourceText) -> Bool) {
      var times: [Double] = []
      for source in sources {
        let start = clock()
        guard work(source) else { return }
        times.append(Double(clock() - start) / Double(CLOCKS_PER_SEC))
      }
      let ratio = times[1] / times[0]
      columns.append(
        "\(name) \(milliseconds(times[0])) \(milliseconds(times[1])) \(ratio > 3 ? "SLOW " : "")"
          + "×\((ratio * 10).rounded() / 10)")
    }
    measure("tree") { SyntaxTree(parsing: $0).bytes.count > 0 }
    if !construct.isNested { measure("format") { SyntaxTree(parsing: $0).formatted() != nil } }
    measure("expressions") { NixFile.parse($0).value != nil }
    measure("render") { (try? NixFile.parse($0).value?.rendered()) != nil }
    row(construct.name, columns.joined(separator: ", "))
    fflush(nil)
  }
}

private func milliseconds(_ seconds: Double) -> String { "\((seconds * 1000).rounded() / 1000) s" }
