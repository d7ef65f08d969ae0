import NixAST
import Testing

@testable import VirtModel

@Suite("Diagnostics of a run")
struct DiagnosticsTests {
  private static func ordered(_ messages: [String], at range: SourceRange? = SourceRange(2..<3))
    -> [String]
  {
    var diagnostics = Diagnostics()
    for message in messages { diagnostics.report(Diagnostic(.missingKey, message, at: range)) }
    return diagnostics.ordered.map(\.message)
  }

  @Test("what guests inherit from defaults is reported once, whoever it is about")
  func inherited() {
    #expect(
      Self.ordered(["defaults.cpus is odd", "guests.a.cpus is odd", "guests.b.cpus is odd"]) == [
        "defaults.cpus is odd"
      ])
    #expect(
      Self.ordered(["hosts.alpha.guests.a.cpus: no", "hosts.beta.guests.b.cpus: no"]) == [
        "hosts.alpha.guests.a.cpus: no"
      ])
  }

  @Test("two findings of one kind about one place are both reported")
  func several() {
    let messages = ["guests.a needs diskSize", "guests.a needs image"]
    #expect(Self.ordered(messages) == messages)
    #expect(Self.ordered(messages + messages) == messages)
    #expect(Self.ordered(messages + messages, at: nil).count == 4)
  }

  @Test("a place that very many guests inherit is gone through once for each")
  func many() {
    let messages = (0..<100_000).map { "guests.g\($0).cpus is odd" }
    let clock = ContinuousClock()
    let time = clock.measure { #expect(Self.ordered(messages).count == 1) }
    #expect(time < .seconds(10))
  }
}
