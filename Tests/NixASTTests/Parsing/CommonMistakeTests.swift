import Testing

@Suite("Common errors")
struct CommonMistakeTests {
  @Test(
    "Each is reported where it was made, with what to write instead", arguments: CommonMistakes.all)
  func mistakes(mistake: Mistake) {
    #expect(findings(mistake.text) == mistake.findings)
  }

  @Test("There are more than fifty, and most have a suggestion")
  func count() {
    #expect(CommonMistakes.all.count >= 50)
    let helped = CommonMistakes.all.count { $0.findings.contains { $0.contains("\nhelp: ") } }
    #expect(helped * 10 >= CommonMistakes.all.count * 6)
  }
}
