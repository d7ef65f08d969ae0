import TestSupport
import Testing

@testable import VirtModel

private let analyze = ExternalTool.find("systemd-analyze")

/// What systemd takes as a calendar event.
@Suite("Calendar events")
struct CalendarEventTests {
  static let right = [
    "daily", "Weekly", "minutely", "Sun 03:00", "sunday 03:00", "Mon..Fri 18:30", "Sat,Sun 1:05",
    "Mon..Wed,Fri", "Wed, 17:48", "Sat,Sun, 12-24", "bi-annually", "Semi-annually UTC",
    "biannually",
    "*-*-* 04:00:00", "2026-12-24 18:00", "12-24", "*-02~1 00:00", "*-*~28",
    "*-*~2..28", "Fri..Sun,Mon..Mon", "daily UTC", "weekly Europe/Berlin",
    "*-*-1/2 04:30 UTC", "03:00 Europe/Berlin", "*:0/15", "*:*:0/20", "00:00:00.5",
    "*-1..3,10-1,15 8..17:00", "Mon *-5~7/1",
  ]
  static let wrong = [
    "", " ", "sunday at three", "Son 03:00", "25:00", "03:60", "3", "03:00:00:00", "*-13-01",
    "*-0-1",
    "2026-02-30-1", "Mon..", "..Fri", "Mon,,Tue", "Mon,", "Mon,, 03:00", ", 03:00", "*:0/0",
    "5..3:00", "03:00 Mars", "*/5:00",
    "Mon  03:00",
    " Mon", "Mon ", "03:00:00.", "1969-01-01", "2200-01-01", "*-*-32", "never", "Mon 03:00; rm",
    "03:00\n04:00",
    "%h", "Mon 03:00 UTC UTC", "Sun..Mon", "Mon,Wed..Tue", "*-*~29", "*-*~1,31", "*-*~5/5", "UTC",
    "daily 03:00", "Mon daily",
  ]

  @Test("is taken", arguments: right)
  func accepted(_ text: String) { #expect(CalendarEvent(text)?.description == text) }

  @Test(
    "comes again",
    arguments: [
      ("daily", true), ("*-02-29", true), ("2026/1-1-1", true), ("*-02-30,28", true),
      ("*-4,5-31", true), ("*-*~28", true), ("*-1/2-31", true), ("*-*-31", true),
      ("2026-12-24 18:00", false), ("2026..2199-1-1", false), ("*-02-30", false),
      ("*-4,6-31 03:00", false), ("Mon 2-30..31", false), ("*-4/5-31", false),
    ])
  func comesAgain(text: String, expected: Bool) throws {
    #expect(try #require(CalendarEvent(text)).comesAgain == expected)
  }

  @Test("is refused", arguments: wrong)
  func refused(_ text: String) { #expect(CalendarEvent(text) == nil) }

  @Test(
    "what is taken, systemd takes, however texts are changed",
    .enabled(if: analyze != nil, "systemd-analyze is not installed"))
  func agreement() throws {
    var random = RandomSource(seed: 21)
    var taken = Self.right
    // Which time zones there are, the host knows.
    let models = Self.right.filter { !$0.contains("Europe") && !$0.contains("UTC") }
    let days = ["Mon", "Tue", "Sat", "Sunday"]
    let more = ["Mon..Tue", "*-*~7/3", "*-*~20..28", "2026/2-1-1"]
    for first in days {
      for last in days where CalendarEvent("\(first)..\(last)") != nil {
        taken.append("\(first)..\(last)")
      }
    }
    for _ in 0..<3000 {
      let models = models + more
      var text = Array(models[Int.random(in: 0..<models.count, using: &random)].utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
        let place = Int.random(in: 0..<text.count, using: &random)
        let byte = Array("0123456789:-*/.,~ MSu".utf8).randomElement(using: &random) ?? 0x20
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text[place] = byte
        case 1: text.insert(byte, at: place)
        default: text.remove(at: place)
        }
      }
      let event = String(decoding: text, as: UTF8.self)
      if CalendarEvent(event) != nil { taken.append(event) }
    }
    #expect(taken.count > 200)
    let result = try ExternalTool.run(try #require(analyze), ["calendar", "--"] + taken)
    #expect(result.status == 0, "\(result.errors)")
  }
}
