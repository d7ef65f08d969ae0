import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

/// Descriptions with the modules that they make, and with the diagnostics that they give.
@Suite("Golden files")
struct GoldenTests {
  static let modules = GoldenFiles.cases(in: "modules")
  static let diagnostics = GoldenFiles.cases(in: "diagnostics")

  @Test("there are some")
  func present() {
    #expect(Self.modules.count >= 5)
    #expect(Self.diagnostics.count >= 30)
  }

  @Test("a description makes its module", arguments: modules)
  func module(name: String) throws {
    let (source, format) = try Self.description("modules/\(name)")
    let result = Pipeline.module(of: source, format: format, context: ModuleContext())
    try #require(result.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    let problem = GoldenFiles.difference(
      try #require(result.value), from: "modules/\(name)/virtual.nix")
    #expect(problem == nil, "\(problem ?? "")")
  }

  @Test("the order of the attributes changes nothing", arguments: modules)
  func order(name: String) throws {
    let (source, format) = try Self.description("modules/\(name)")
    // This writes another order of Nix only.
    guard format == .nix else { return }
    let expr = try #require(NixFile.parse(source).value?.expr)
    let other = SourceText(name: source.name, text: try Self.reversed(expr).rendered())
    #expect(
      Pipeline.module(of: other, format: format, context: ModuleContext()).value
        == Pipeline.module(of: source, format: format, context: ModuleContext()).value)
  }

  /// The expression with the attributes of all sets in the opposite order.
  private static func reversed(_ expr: Expr) -> Expr {
    switch expr {
    case .attrSet(var set):
      set.bindings = set.bindings.reversed().map { binding in
        guard case .attr(var attribute) = binding else { return binding }
        attribute.value = reversed(attribute.value)
        return .attr(attribute)
      }
      return .attrSet(set)
    case .list(var list):
      for index in list.elements.indices {
        list.elements[index].expr = reversed(list.elements[index].expr)
      }
      return .list(list)
    default: return expr
    }
  }

  @Test("a fleet makes a module for each host", arguments: GoldenFiles.cases(in: "fleets"))
  func fleet(name: String) throws {
    let (source, format) = try Self.description("fleets/\(name)")
    let assignment = try Self.assignment("fleets/\(name)")
    let result = Pipeline.subject(of: source, format: format, assignment: assignment)
    try #require(result.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    guard case .fleet(let fleet)? = result.value else { throw CocoaError(.fileReadCorruptFile) }
    let context = ModuleContext(descriptionName: "../guests.nix", descriptionFolder: "..")
    var expected: Set<String> = []
    for machine in fleet.machines {
      let path = "fleets/\(name)/virtual/\(machine.name).nix"
      expected.insert("\(machine.name).nix")
      let text = try #require(Pipeline.module(of: machine.host, context: context).value)
      let problem = GoldenFiles.difference(text, from: path)
      #expect(problem == nil, "\(problem ?? "")")
    }
    #expect(Set(GoldenFiles.cases(in: "fleets/\(name)/virtual")) == expected)
  }

  @Test("an invalid description gives its diagnostics", arguments: diagnostics)
  func findings(name: String) throws {
    let (source, format) = try Self.description("diagnostics/\(name)")
    let assignment = try Self.assignment("diagnostics/\(name)")
    let diagnostics =
      switch name {
      case "fleet-instead-of-host": Pipeline.host(of: source, format: format).diagnostics
      case "host-instead-of-fleet", "no-room", "no-room.conflict", "no-room.network":
        Pipeline.placement(of: source, format: format, assignment: assignment).diagnostics
      case "missing-file":
        Pipeline.subject(of: source, format: format) {
          $0.nixPath?.contains("missing") ?? true ? .missing : .file
        }.diagnostics
      default:
        Pipeline.subject(
          of: source, format: format, assignment: assignment,
          read: { file in
            let path = "diagnostics/\(name)/\(file.nixPath ?? "")"
            return GoldenFiles.read(path).map { Array($0.utf8) }
          }
        ).diagnostics
      }
    let isWarning = DiagnosticID(rawValue: String(name.prefix { $0 != "." }))?.severity == .warning
    #expect(diagnostics.contains { $0.severity == .error } != isWarning)
    let report = TextReport(source: source, style: .plain, columns: 100).text(diagnostics)
    let problem = GoldenFiles.difference(report, from: "diagnostics/\(name)/expected.txt")
    #expect(problem == nil, "\(problem ?? "")")
    #expect(
      diagnostics.contains { $0.id == name.prefix { $0 != "." } },
      "the folder is named for the finding that it shows")
  }

  @Test("every id of a diagnostic has a directory and an entry, and the other way round")
  func completeness() {
    let shown = Set(Self.diagnostics.map { String($0.prefix { $0 != "." }) })
    let known = DiagnosticID.allCases.map(\.rawValue)
    #expect(known == Set(known).sorted())
    let imports = GoldenFiles.cases(in: "import").compactMap {
      GoldenFiles.read("import/\($0)/warnings.txt")
    }
    let missing = known.filter { id in
      !shown.contains(id) && !imports.contains { $0.contains("[\(id)]") }
    }
    // A file of 2 GiB is not kept here, and what nixvirt makes can be written as Nix.
    #expect(missing == ["file-too-large", "internal"])
    #expect(shown.subtracting(known) == [])
    #expect(Set(Diagnostic.syntaxIDs).subtracting(known) == [])
  }

  /// Where guests of a fleet are, if a directory says so.
  private static func assignment(_ path: String) throws -> Assignment {
    guard let text = GoldenFiles.read("\(path)/guests.placement.nix") else { return Assignment() }
    let result = Pipeline.assignment(of: SourceText(name: "guests.placement.nix", text: text))
    return try #require(result.value, "\(result.diagnostics)")
  }

  private static func description(_ path: String) throws -> (SourceText, DescriptionFormat) {
    for (name, format) in [("guests.nix", DescriptionFormat.nix), ("guests.json", .json)] {
      let url = GoldenFiles.folder.appendingPathComponent("\(path)/\(name)")
      if let data = try? Data(contentsOf: url) {
        return (SourceText(name: name, bytes: Array(data)), format)
      }
    }
    throw CocoaError(.fileNoSuchFile)
  }
}
