import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

/// Modules that this run generates from descriptions. Each is evaluated once, whichever suites need it.
enum GeneratedModule {
  /// The file with the module of a description in Tests/GoldenFiles/modules.
  static func path(_ name: String) throws -> String {
    try modules.value(of: name) { try write(named: name) }
  }

  /// That module, evaluated.
  static func evaluated(_ name: String, useNetworkd: Bool = false) throws -> EvaluatedModule {
    try evaluations.value(of: "\(name) \(useNetworkd)") {
      try EvaluatedModule(path(name), useNetworkd: useNetworkd)
    }
  }

  /// The module of a description in a test, evaluated.
  static func evaluated(text: String, useNetworkd: Bool = false) throws -> EvaluatedModule {
    try evaluations.value(of: "\(text) \(useNetworkd)") {
      let file = try ExternalTool.temporaryFolder().appendingPathComponent("virtual.nix")
      try Data(try generate(text, .nix).utf8).write(to: file)
      return try EvaluatedModule(file.path, useNetworkd: useNetworkd)
    }
  }

  private static let modules = Memory<String>()
  private static let evaluations = Memory<EvaluatedModule>()

  /// Beside the files of the description, which Nix may read.
  private static func write(named name: String) throws -> String {
    let given = GoldenFiles.folder.appendingPathComponent("modules/\(name)")
    let folder = try ExternalTool.temporaryFolder().appendingPathComponent(name)
    try FileManager.default.copyItem(at: given, to: folder)
    let nix = GoldenFiles.read("modules/\(name)/guests.nix")
    let text = try #require(nix ?? GoldenFiles.read("modules/\(name)/guests.json"))
    let file = folder.appendingPathComponent("virtual.nix")
    try Data(try generate(text, nix == nil ? .json : .nix).utf8).write(to: file)
    return file.path
  }

  private static func generate(_ text: String, _ format: DescriptionFormat) throws -> String {
    let source = SourceText(name: "guests", text: text)
    let result = Pipeline.module(of: source, format: format, context: ModuleContext())
    return try #require(result.value, "\(result.diagnostics)")
  }
}

/// Values that are made once, by the first who needs them.
final class Memory<Value>: @unchecked Sendable {
  private final class Entry: @unchecked Sendable {
    let lock = NSLock()
    var value: Value?
  }

  private let lock = NSLock()
  private var entries: [String: Entry] = [:]

  func value(of key: String, _ make: () throws -> Value) throws -> Value {
    let entry = lock.withLock {
      let entry = entries[key] ?? Entry()
      entries[key] = entry
      return entry
    }
    return try entry.lock.withLock {
      if let value = entry.value { return value }
      let value = try make()
      entry.value = value
      return value
    }
  }
}
