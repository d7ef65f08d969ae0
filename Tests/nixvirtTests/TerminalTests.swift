import Testing

@testable import nixvirt

/// What a terminal is shown. That the program itself does so is in ``ProcessTests``.
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
}
