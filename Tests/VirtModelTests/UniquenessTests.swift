import NixAST
import TestSupport
import Testing

@testable import VirtModel

/// What may be used once on a host. Each thing is used twice in one description, where the first mark
/// is the place that has it already and the second the one that is wrong, and once in another that
/// comes as near as can be.
@Suite("What may be used once")
struct UniquenessTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: DiagnosticID
    let twice: String
    let message: String
    let suggestion: String
    let once: String

    var testDescription: String { message }
  }

  private static let cases = [
    Case(
      id: .duplicateMAC, twice: #"a.mac = ‸"52:54:00:00:00:01"; b.mac = ‸"52:54:00:00:00:01";"#,
      message: "the MAC address 52:54:00:00:00:01",
      suggestion: "remove it: nixvirt derives a different MAC address for each guest",
      once: #"a.mac = "52:54:00:00:00:01"; b.mac = "52:54:00:00:00:02";"#),
    Case(
      id: .duplicateMAC,
      twice: #"""
        a.interfaces = [
          { network = "lan"; mac = ‸"52:54:00:00:00:01"; }
          { network = "lan"; mac = ‸"52:54:00:00:00:01"; }
        ];
        """#,
      message: "the MAC address 52:54:00:00:00:01",
      suggestion: "remove it: nixvirt derives a different MAC address for each guest",
      once: #"a.interfaces = [ { network = "lan"; } { network = "lan"; } ];"#),
    Case(
      id: .duplicateInterface, twice: #"a.netDevice = ‸"t1"; b.netDevice = ‸"t1";"#,
      message: "the interface t1", suggestion: "use different ones",
      once: #"a.netDevice = "t1"; b.netDevice = "t2";"#),
    Case(
      id: .duplicateVNCDisplay, twice: #"a.vncDisplay = ‸":1"; b.vncDisplay = ‸"localhost:1";"#,
      message: "the VNC display 1", suggestion: #"the next free one is "localhost:0""#,
      once: #"a.vncDisplay = ":1"; b.vncDisplay = "localhost:0";"#),
    Case(
      id: .duplicateDevice, twice: #"a.usb = [ ‸"1234:5678" ]; b.usb = [ ‸"1234:5678" ];"#,
      message: "the device 1234:5678", suggestion: "use different ones",
      once: #"a.usb = [ "1234:5678" ]; b.usb = [ "1234:5679" ];"#),
    Case(
      id: .duplicateDevice, twice: #"a.pci = [ ‸"0000:01:00.0" ]; b.pci = [ ‸"0000:01:00.0" ];"#,
      message: "the device 0000:01:00.0", suggestion: "use different ones",
      once: #"a.pci = [ "0000:01:00.0" ]; b.pci = [ "0000:01:00.1" ];"#),
    Case(
      id: .duplicateDevice, twice: #"a.usb = [ ‸"1234:5678" ‸"1234:5678" ];"#,
      message: "the device 1234:5678", suggestion: "use different ones",
      once: #"a.usb = [ "1234:5678" "1234:5679" ];"#),
    Case(
      id: .derivedNameCollision, twice: "‸web = { }; ‸web-install = { };",
      message: "the unit qemu-guest-web-install", suggestion: "give the guest another name",
      once: "web = { }; web-installer = { };"),
  ]

  private static func errors(_ guests: String) -> [Diagnostic] {
    let text = #"{ host.nic = "eno1"; defaults.diskSize = "1g"; guests = {"# + "\(guests) }; }"
    return Pipeline.subject(of: SourceText(name: "", text: text), format: .nix).diagnostics
      .filter { $0.severity == .error }
  }

  @Test("used twice, it is an error with both places", arguments: cases)
  func twice(example: Case) throws {
    let start = #"{ host.nic = "eno1"; defaults.diskSize = "1g"; guests = {"#.utf8.count
    let marked = MarkedText(example.twice)
    let errors = Self.errors(marked.text)
    let error = try #require(errors.first, "\(errors)")
    #expect(errors.count == 1)
    #expect(error.id == example.id.rawValue)
    #expect(error.message.hasPrefix("\(example.message) "), "\(error.message)")
    #expect(error.suggestion == example.suggestion)
    let places = ([error.notes.first?.range, error.range]).map { $0.map { Int($0.start) - start } }
    #expect(places == marked.places)
  }

  @Test("used once, it is none", arguments: cases)
  func once(example: Case) {
    #expect(Self.errors(example.once) == [])
  }
}
