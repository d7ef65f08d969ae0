import Foundation
import TestSupport
import Testing

@testable import nixvirt

/// A quote or a bracket with an accent after it is another character to Swift. To a shell or a browser it is
/// still a quote or a bracket.
@Suite("Accents after characters with a meaning")
struct AccentTests {
  @Test("A word of a shell stays one word")
  func shell() throws {
    let word = "a'\u{301}; echo no; '\u{301}"
    let result = try ExternalTool.run("/bin/sh", ["-c", "printf %s \(ShellWord.quoted(word))"])
    #expect(result.output.utf8.elementsEqual(word.utf8), "\(result.output)")
  }

  @Test("Texts in drawings have no brackets and quotes of their own")
  func drawings() {
    var canvas = SVGCanvas()
    canvas.text(0, 0, "<\u{301}a>\u{301}&\u{301}\"\u{301}", "name")
    let expected = "&lt;\u{301}a&gt;\u{301}&amp;\u{301}&quot;\u{301}</text>\n"
    #expect(Array(canvas.body.utf8.suffix(expected.utf8.count)) == Array(expected.utf8))
  }
}
