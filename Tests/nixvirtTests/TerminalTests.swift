import Testing

@testable import nixvirt

/// What a terminal is shown. That the program itself does so is in ``OutputTests``.
@Suite("The terminal")
struct TerminalTests {
  @Test("the line of work that takes long counts no time in which the program waits")
  func waiting() {
    var state = Progress.State()
    #expect(state.removal() == nil)
    #expect(state.nextLine() == "\r\u{1B}[2Knixvirt: working, 1 s")
    #expect(state.removal() == "\r\u{1B}[2K" && state.removal() == nil)
    state.isHeld = true
    #expect(state.nextLine() == nil)
    state.isHeld = false
    #expect(state.nextLine() == "\r\u{1B}[2Knixvirt: working, 2 s")
    state.isEnded = true
    #expect(state.nextLine() == nil)
  }

  @Test("NO_COLOR turns colors off unless it is empty")
  func colors() {
    #expect(Terminal.refusesColor("1"))
    #expect(!Terminal.refusesColor("") && !Terminal.refusesColor(nil))
  }

  @Test(
    "terminals that are known for it show links",
    arguments: [
      (["TERM_PROGRAM": "WezTerm"], true), (["TERM_PROGRAM": "Apple_Terminal"], false),
      (["KONSOLE_VERSION": "220401"], true), (["KITTY_WINDOW_ID": "1"], true),
      (["VTE_VERSION": "5001"], true), (["VTE_VERSION": "4999"], false),
      (["TERM": "foot"], true), (["TERM": "xterm-256color"], false), ([:], false),
    ])
  func links(variables: [String: String], areShown: Bool) {
    #expect(Hyperlink.areShown({ variables[$0] }, onTerminal: true) == areShown)
    #expect(!Hyperlink.areShown({ variables[$0] }, onTerminal: false))
    // The user knows better.
    for (forced, result) in [("1", true), ("0", false)] {
      let all = variables.merging(["FORCE_HYPERLINK": forced]) { $1 }
      #expect(Hyperlink.areShown({ all[$0] }, onTerminal: false) == result)
    }
  }

  @Test(
    "the columns of a text are those of a terminal",
    arguments: [("web", 3), ("größe", 5), ("東京", 4), ("e\u{301}", 1), ("🖥", 2), ("한글", 4)])
  func width(text: String, columns: Int) {
    #expect(DisplayText.width(text) == columns)
  }
}
