import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

private let dot = ExternalTool.find("dot")
private let xmllint = ExternalTool.find("xmllint")

/// What `nixvirt show` prints of a description, in every format.
@Suite("Show")
struct ShowTests {
  static let cases = GoldenFiles.cases(in: "show")
  static let outputs = [
    "table.txt", "table-60.txt", "overview.json", "topology.dot", "topology.mmd", "topology.svg",
    "inventory.yaml", "ssh_config",
  ]

  @Test("there are descriptions with none, some and many guests")
  func present() { #expect(Self.cases.count >= 4) }

  @Test("a description is shown", arguments: cases, outputs)
  func shown(name: String, output: String) throws {
    let problem = GoldenFiles.difference(
      try Self.text(name, output), from: "show/\(name)/\(output)")
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test("a table is as wide as it may be, and leaves nothing out", arguments: cases)
  func fits(name: String) throws {
    let described = try Self.described(name)
    let whole = ShowFormat.table.text(described, style: .plain, columns: nil)
    let words = Set(whole.split(whereSeparator: \.isWhitespace).filter { $0.first != "─" })
    for columns in [45, 60, 80, 100, 120, 200] {
      let text = ShowFormat.table.text(described, style: .plain, columns: columns)
      for line in text.split(separator: "\n") {
        #expect(DisplayText.width(String(line)) <= columns, "\(line)")
      }
      // A table starts after a blank line; no row is blank.
      #expect(!text.contains("\n\n\n") && !text.hasSuffix("\n\n"))
      let shown = Set(text.split(whereSeparator: \.isWhitespace))
      for word in words where word.count <= 17 {
        #expect(shown.contains(word), "\(word), \(columns)")
      }
    }
  }

  @Test("a table without room for words has a cell on each line", arguments: 1...12)
  func narrow(columns: Int) throws {
    let text = ShowFormat.table.text(
      try Self.described("home-lab"), style: .plain, columns: columns)
    let longest = text.split(separator: "\n").map { DisplayText.width(String($0)) }.max() ?? 0
    #expect(longest > 0 && longest <= max(columns, "52:54:00:a7:80:2f".count + 2), "\(text)")
  }

  @Test("more than the host has is colored: CPUs as a warning, memory as an error")
  func capacity() throws {
    func text(_ host: String, _ format: ShowFormat) throws -> String {
      let guest = "{ cpus = 2; memory = \"2g\"; diskSize = \"1g\"; autostart = false; }"
      let described = try Self.described(
        text:
          "{ host = { \(host) memoryRatio = \"200%\"; }; guests = { a = \(guest); b = \(guest); }; }"
      )
      return format.text(described, style: .colored, columns: 80)
    }
    let crowded = try text("cpus = 2; memory = \"8g\";", .table)
    #expect(crowded.contains("\u{1B}[1;33m4\u{1B}[0m"))
    #expect(!crowded.contains("\u{1B}[1;31m"))
    #expect(crowded.contains("\u{1B}[2mby hand\u{1B}[0m"))
    let full = try text("cpus = 8; memory = \"3g\";", .table)
    #expect(full.contains("\u{1B}[1;31m4 GiB\u{1B}[0m"))
    #expect(!full.contains("\u{1B}[1;33m"))
    #expect(try text("cpus = 2; memory = \"3g\";", .svg).contains("rx=\"3\" class=\"over\""))
    #expect(try text("cpus = 2; memory = \"8g\";", .svg).contains("rx=\"3\" class=\"crowded\""))
    #expect(try !text("cpus = 4; memory = \"4g\";", .svg).contains("class=\"over\""))
  }

  @Test("a host of a fleet that drains is marked, in the picture too", arguments: [true, false])
  func drains(isDrained: Bool) throws {
    let host = isDrained ? "host.drain = true;" : ""
    let described = try Self.described(
      text: "{ networks.lan.uplink = \"eno1\"; hosts = { a = { \(host) }; b = { }; }; }")
    let text = ShowFormat.svg.text(described, style: .plain, columns: nil)
    #expect(text.contains("<title>a: 0 guests · drains</title>") == isDrained)
    #expect(text.contains("<title>a: 0 guests</title>") != isDrained)
    #expect(text.contains("<title>b: 0 guests</title>"))
    for format in [ShowFormat.dot, .mermaid] {
      let lines = format.text(described, style: .plain, columns: nil).split(separator: "\n")
      let heading = try #require(lines.first { $0.contains("x86_64-linux") })
      #expect(heading.contains("x86_64-linux, drains") == isDrained, "\(heading)")
    }
  }

  @Test("lines of networks above cards are far enough apart for lines that cross them")
  func crossings() throws {
    let overview = try #require(try Self.hosts("every-network").first)
    for row in SVGLayout(overview.host).rows {
      let heights = row.networks.map(row.rail)
      // The ground around a line is 7 wide: more than a dot of the crossed line must stay between two.
      for (upper, lower) in zip(heights, heights.dropFirst()) { #expect(lower - upper >= 7 + 5) }
    }
  }

  @Test("totals are those of all guests, beside what the host has")
  func totals() throws {
    let overview = try #require(try Self.hosts("every-network").first)
    #expect(overview.guestCPUs == 9)
    #expect(overview.guestMemory?.readable == "12800 MiB")
    #expect(overview.hostCPUs == 8)
    #expect(overview.hostMemory?.readable == "32 GiB")
    let fleet = Totals(of: try Self.hosts("fleet"))
    #expect(fleet.guests == 4)
    #expect(fleet.cpus == 14)
    #expect(fleet.memory?.readable == "25 GiB")
    #expect(fleet.hostMemory == nil, "gamma does not say what it has")
  }

  @Test(
    "sums of sizes that are too large are the largest there is",
    arguments: [ShowFormat.table, .json, .svg])
  func largest(format: ShowFormat) throws {
    let guest = "{ memory = \"8388607t\"; diskSize = \"8388607t\"; autostart = false; }"
    let host =
      "{ host = { memory = \"8388607t\"; memoryRatio = \"1000%\"; }; guests = { a = \(guest); b = \(guest); }; }"
    let fleet = host.replacing("a =", with: "c =").replacing("b =", with: "d =")
    for text in [host, "{ hosts = { one = \(host); two = \(fleet); }; }"] {
      let shown = format.text(try Self.described(text: text), style: .plain, columns: nil)
      // A picture has no room for all digits.
      let sum = "\(Int64.max)".prefix(format == .svg ? 12 : 19)
      #expect(shown.contains(sum))
    }
  }

  @Test("the JSON is JSON", arguments: cases)
  func json(name: String) throws {
    let data = Data(try Self.text(name, "overview.json").utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let hosts = object["hosts"] as? [[String: Any]] ?? [object]
    let guests = try hosts.flatMap { try #require($0["guests"] as? [[String: Any]]) }
    #expect(guests.count == Totals(of: try Self.hosts(name)).guests)
    #expect((object["totals"] as? [String: Any])?["guests"] as? Int == guests.count)
    if name == "every-network" {
      #expect(
        guests.map { $0["vncDisplay"] as? String }.contains(
          "unix:/run/guests/a-guest-with-a-name-as-long-as-it-may-be-for-a-host-of-the-net/"
            + "a<b>&\"c\"|#d;e\\f.vnc"))
    }
  }

  @Test(
    "Graphviz draws the graph", .enabled(if: dot != nil, "Graphviz is not installed"),
    arguments: cases)
  func graphviz(name: String) throws {
    let result = try ExternalTool.run(
      try #require(dot), ["-Tplain"], input: try Self.text(name, "topology.dot"))
    #expect(result.status == 0)
    #expect(result.errors == "")
    let nodes = result.output.split(separator: "\n").count { $0.hasPrefix("node ") }
    switch try Self.described(name) {
    case .host(let overview):
      let any = Self.ends(of: overview.host, [.any])
      #expect(nodes == 1 + any + Self.nodes(of: overview.host))
    case .fleet(let fleet):
      let lans = fleet.networks.count { $0.isLAN }
      // One that has nothing says so.
      let parts = fleet.machines.map {
        max(1, Self.nodes(of: $0.host) + Self.ends(of: $0.host, [.any, .host]))
      }
      #expect(nodes == lans + parts.reduce(0, +))
    }
  }

  /// How many of these are ends of flows.
  private static func ends(of host: VirtModel.Host, _ parties: [Party]) -> Int {
    parties.count { party in host.allowedFlows.contains { $0.from == party || $0.to == party } }
  }

  private static func nodes(of host: VirtModel.Host) -> Int {
    host.networks.count + Set(host.networks.compactMap(\.uplink)).count + host.guests.count
  }

  @Test("the picture is XML that needs nothing else", arguments: cases)
  func picture(name: String) throws {
    let text = try Self.text(name, "topology.svg")
    let links = text.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
    #expect(!links.contains("http") && !links.contains("url(") && !links.contains("@import"))
    #expect(!text.contains("<script"))
    if let xmllint {
      let result = try ExternalTool.run(xmllint, ["--noout", "--nonet", "-"], input: text)
      #expect(result.status == 0, "\(result.errors)")
    }
    for guest in try Self.hosts(name).flatMap(\.host.guests) {
      #expect(text.contains("<title>\(guest.name), "), "\(guest.name)")
    }
  }

  @Test("panels and chips of a fleet are beside each other", arguments: [1, 2, 3, 4, 6, 13, 40])
  func panels(hosts: Int) throws {
    let names = (0..<hosts).map { "h\($0)" }
    let text = names.enumerated().map { index, name in
      let guests = (0..<index % 9 * 3).map { "\(name)g\($0) = { };" }
      return "\(name) = { guests = { \(guests.joined()) }; };"
    }
    let networks = (0..<5).map { "network-\($0).uplink = \"enp\($0)s31f6\";" }
    let described = try Self.described(
      text: "{ networks = { \(networks.joined()) }; defaults.diskSize = \"1g\";"
        + " hosts = { \(text.joined()) }; }")
    guard case .fleet(let fleet) = described else { return #expect(Bool(false), "no fleet") }
    let layout = SVGFleetLayout(fleet)
    let panels = layout.panels.map {
      CGRect(x: $0.x, y: $0.y, width: layout.panelWidth, height: $0.height)
    }
    let picture = CGRect(x: 0, y: 0, width: layout.width, height: layout.height)
    #expect(panels.count == hosts)
    for (index, panel) in panels.enumerated() {
      #expect(picture.contains(panel))
      #expect(!panels[..<index].contains { $0.intersects(panel) })
      let chips = layout.panels[index].machine.host.guests.indices.map { place in
        let chip = layout.chip(place, in: layout.panels[index])
        return CGRect(
          x: chip.x, y: chip.y, width: SVGFleetLayout.chipWidth, height: SVGFleetLayout.chipHeight)
      }
      for (place, chip) in chips.enumerated() {
        #expect(panel.contains(chip))
        #expect(!chips[..<place].contains { $0.intersects(chip) })
      }
    }
  }

  @Test("Mermaid's own characters are written by number")
  func mermaid() throws {
    let text = try Self.text("every-network", "topology.mmd")
    #expect(text.contains("/a#60;b#62;#38;#34;c#34;|#35;d#59;e#92;f.vnc"))
  }

  @Test("the program fits a table into COLUMNS, and into nothing where it goes to a file")
  func program() throws {
    let path = try #require(NixvirtProgram.path)
    let folder = GoldenFiles.folder.appendingPathComponent("show/every-network").path
    func run(_ arguments: [String], columns: String) throws -> ExternalTool.Result {
      try ExternalTool.run(
        path, ["show"] + arguments, in: folder, environment: ["COLUMNS": columns])
    }
    #expect(try run([], columns: "").output == GoldenFiles.read("show/every-network/table.txt"))
    let narrow = try run(["guests.nix"], columns: "60")
    #expect(narrow.output == GoldenFiles.read("show/every-network/table-60.txt"))
    let picture = try run(["--format=svg"], columns: "60")
    #expect(picture.output == GoldenFiles.read("show/every-network/topology.svg"))
    let invalid = try ExternalTool.run(path, ["show", "-"], input: "{ guests = 1; }")
    #expect(invalid.status == 3)
    #expect(invalid.output == "")
  }

  // MARK: - Support

  static func described(_ name: String) throws -> Subject {
    try described(text: try #require(GoldenFiles.read("show/\(name)/guests.nix")))
  }

  static func described(text: String) throws -> Subject {
    let result = Pipeline.subject(of: SourceText(name: "guests.nix", text: text), format: .nix)
    try #require(result.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    return try #require(result.value)
  }

  private static func hosts(_ name: String) throws -> [Overview] {
    switch try described(name) {
    case .host(let overview): [overview]
    case .fleet(let fleet): fleet.machines.map(\.overview)
    }
  }

  private static func text(_ name: String, _ output: String) throws -> String {
    let format: ShowFormat =
      switch output {
      case "overview.json": .json
      case "topology.dot": .dot
      case "topology.mmd": .mermaid
      case "topology.svg": .svg
      case "inventory.yaml": .ansible
      case "ssh_config": .ssh
      default: .table
      }
    return format.text(
      try described(name), style: .plain, columns: output == "table-60.txt" ? 60 : nil)
  }
}
