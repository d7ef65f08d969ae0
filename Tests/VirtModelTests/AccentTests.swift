import NixAST
import Testing

@testable import VirtModel

/// A slash or a comma with an accent after it is another character to Swift, and none to the system or to QEMU.
@Suite("Accents after slashes and commas")
struct AccentTests {
  @Test("A path has no way upwards, and its parts end at slashes")
  func paths() throws {
    for path in ["/../\u{301}a", "/a/./\u{301}", "/a/..", "/.."] {
      #expect(AbsolutePath(path) == nil, "\(path)")
    }
    let path = try #require(AbsolutePath("/a//\u{301}b/"))
    #expect(Array(path.description.utf8) == Array("/a/\u{301}b".utf8))
  }

  @Test("Quotes of a shell's script are quotes under each accent")
  func shell() throws {
    let script: Str = "qemu -name '\u{301}a b' \"\u{301}\"\r\nnext"
    var scope = ModuleScope()
    let words = try #require(ShellWords(script, &scope)).commands
    let texts = words.map { $0.map(\.text) }
    #expect(texts == [["qemu", "-name", "\u{301}a b", "\u{301}"], ["next"]])
  }

  @Test("Commas in values of QEMU's options are doubled")
  func commas() {
    let escaped = QEMU.escaped("/a,\u{301}readonly=on,b")
    #expect(Array(escaped.utf8) == Array("/a,,\u{301}readonly=on,,b".utf8))
  }

  @Test("Backslashes and spaces in paths of fstab are escaped")
  func fstab() throws {
    // In a macro's argument, the compiler (6.3) reads the backslashes of this text twice.
    let text = "/a\\\u{301} \u{301}b"
    let path = try #require(AbsolutePath(text))
    let field = Shares.field(path)
    #expect(Array(field.utf8) == Array("/a\\134\u{301}\\040\u{301}b".utf8))
  }
}
