import NixAST
import TestSupport
import Testing

@testable import VirtModel

private let python = ExternalTool.find("python3")

/// The programs in Python that modules have in them.
@Suite("Programs in modules")
struct EmittedProgramTests {
  @Test(
    "a program without its comments is the same program",
    .enabled(if: python != nil, "python3 is not installed"))
  func sameProgram() throws {
    let parts =
      [EmittedProgram.ToolParts()] + (0..<7).map { .init(rawValue: 1 << $0) } + [
        .init(rawValue: 127)
      ]
    let tools = parts.map {
      (files: EmittedProgram.guestToolFiles($0), emitted: EmittedProgram.guestTool($0))
    }
    let programs: [(files: [[UInt8]], emitted: Str)] =
      tools + [
        (
          [PackageResources.guest_monitor_py, PackageResources.guest_monitor_main_py],
          EmittedProgram.guestMonitor
        ),
        (
          [
            PackageResources.guest_monitor_py, PackageResources.guest_monitor_agent_py,
            PackageResources.guest_monitor_main_py,
          ], EmittedProgram.guestMonitorWithAgents
        ),
        ([PackageResources.install_log_py], EmittedProgram.installLog),
      ]
    for program in programs {
      let source = program.files.map { String(decoding: $0, as: UTF8.self) }.joined(
        separator: "\n")
      let emitted = try #require(Expr.string(program.emitted).plainText)
      #expect(try Self.tree(source) == Self.tree(emitted))
      #expect(emitted.utf8.count < source.utf8.count)
      #expect(!emitted.contains(Self.quotes) && !emitted.contains("\n\n\n"))
    }
  }

  private static let quotes = "\"\"\""

  /// What Python understands, docstrings aside.
  private static func tree(_ program: String) throws -> String {
    let script = """
      import ast, sys
      tree = ast.parse(sys.stdin.read())
      for node in ast.walk(tree):
          body = getattr(node, "body", None)
          if isinstance(body, list) and body and isinstance(body[0], ast.Expr) and isinstance(
                  body[0].value, ast.Constant) and isinstance(body[0].value.value, str):
              del body[0]
      print(ast.dump(tree))
      """
    let result = try ExternalTool.run(try #require(python), ["-c", script], input: program)
    try #require(result.status == 0, "\(result.errors)")
    return result.output
  }

  @Test("docstrings and lines of comments go, and what looks like them stays")
  func comments() {
    let program = """
      \(Self.quotes)What it does,
      in two lines.\(Self.quotes)

      import os  # stays


      class A:
          \(Self.quotes)One line.\(Self.quotes)

          # A comment.
          B = "# no comment"


      # The end.
      print(A.B)

      """
    #expect(
      EmittedProgram.withoutComments(Array(program.utf8)) == """
        import os  # stays

        class A:
            B = "# no comment"

        print(A.B)

        """)
  }
}
