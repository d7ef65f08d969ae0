import TestSupport
import Testing

/// What other tests rely on.
@Suite("Support for tests")
struct TestSupportTests {
  @Test("a program that does not end is killed and named")
  func limit() throws {
    let start = ContinuousClock.now
    #expect(throws: ExternalTool.TimeLimitExceeded.self) {
      try ExternalTool.run("/bin/sleep", ["60"], limit: 0.2)
    }
    #expect(ContinuousClock.now - start < .seconds(30))
    #expect(try ExternalTool.run("/bin/sleep", ["0"], limit: 60).status == 0)
  }

  @Test("there are golden files of every kind")
  func golden() {
    for folder in ["modules", "fleets", "diagnostics", "import", "show", "commands", "layout"] {
      #expect(!GoldenFiles.cases(in: folder).isEmpty, "\(folder)")
    }
  }
}
