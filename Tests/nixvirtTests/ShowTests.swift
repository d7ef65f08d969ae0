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
  ]

  @Test("there are descriptions with none, some and many guests")
  func present() { #expect(Self.cases.count >= 4) }

  @Test("a description is shown", arguments: cases, outputs)
  func shown(name: String, output: String) throws {
    let problem = GoldenFiles.difference(
      try Self.text(name, output), from: "show/\(name)/\(output)")
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test("a table is as wide as it may be, and says what it left out", arguments: cases)
  func fits(name: String) throws {
    let overview = try Self.overview(name)
    let whole = OverviewTable(overview, style: .plain, columns: nil).text
    #expect(!whole.contains("Left out"))
    for columns in [45, 60, 80, 100, 120, 200] {
      let text = OverviewTable(overview, style: .plain, columns: columns).text
      for line in text.split(separator: "\n") where !line.hasPrefix("Left out") {
        #expect(DisplayText.width(String(line)) <= columns, "\(line)")
      }
    }
  }

  @Test("totals are those of all guests, beside what the host has")
  func totals() throws {
    let overview = try Self.overview("every-network")
    #expect(overview.guestCPUs == 9)
    #expect(overview.guestMemory?.readable == "12 GiB")
    #expect(overview.hostCPUs == 8)
    #expect(overview.hostMemory?.readable == "32 GiB")
  }

  @Test("the JSON is JSON", arguments: cases)
  func json(name: String) throws {
    let data = Data(try Self.text(name, "overview.json").utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let guests = try #require(object["guests"] as? [[String: Any]])
    #expect(guests.count == (try Self.overview(name)).host.guests.count)
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
    let host = try Self.overview(name).host
    let uplinks = host.networks.count { $0.uplink != nil }
    #expect(nodes == 1 + host.networks.count + uplinks + host.guests.count)
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
    for guest in try Self.overview(name).host.guests {
      #expect(text.contains("<title>\(guest.name), "), "\(guest.name)")
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

  static func overview(_ name: String) throws -> Overview {
    let text = try #require(GoldenFiles.read("show/\(name)/guests.nix"))
    let result = Overview.reading(SourceText(name: "guests.nix", text: text), format: .nix)
    try #require(result.diagnostics.map(\.message) == [])
    return try #require(result.value)
  }

  private static func text(_ name: String, _ output: String) throws -> String {
    let overview = try overview(name)
    switch output {
    case "table.txt": return OverviewTable(overview, style: .plain, columns: nil).text
    case "table-60.txt": return OverviewTable(overview, style: .plain, columns: 60).text
    case "overview.json": return OverviewJSON.text(overview)
    case "topology.dot": return DotDrawing.text(overview)
    case "topology.mmd": return MermaidDrawing.text(overview)
    default: return SVGDrawing(overview).text
    }
  }
}
