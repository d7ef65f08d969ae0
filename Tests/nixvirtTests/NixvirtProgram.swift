import Foundation
import TestSupport
import Testing

/// The built program, which is beside the tests, or the one that `NIXVIRT` names.
enum NixvirtProgram {
  static var path: String? {
    if let named = ProcessInfo.processInfo.environment["NIXVIRT"] { return named }
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let bundles = ProcessInfo.processInfo.arguments.filter { $0.hasSuffix(".xctest") }
      .map { URL(fileURLWithPath: $0) }
    return (bundles + [executable])
      .map { $0.deletingLastPathComponent().appendingPathComponent("nixvirt").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  static func run(
    _ arguments: [String], input: String? = nil, in folder: String
  ) throws -> ExternalTool.Result {
    let result = try ExternalTool.run(try #require(path), arguments, input: input, in: folder)
    #expect(!result.crashed)
    return result
  }
}
