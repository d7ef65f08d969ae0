import NixAST

/// The way from the root of a description to a value, for messages: `guests.alice.memory`.
///
/// Every value has one, and few are ever shown: it becomes a text when somebody asks.
struct DataPath: Sendable, CustomStringConvertible {
  private indirect enum Way: Sendable {
    case root
    case key(String, of: Way)
    case index(Int, of: Way)
  }

  private let way: Way

  static let root = DataPath(way: .root)

  func appending(_ key: String) -> DataPath { DataPath(way: .key(key, of: way)) }

  func appending(_ index: Int) -> DataPath { DataPath(way: .index(index, of: way)) }

  var description: String { Self.description(of: way) }

  private static func description(of way: Way) -> String {
    switch way {
    case .root: return ""
    case .key(let key, let parent):
      let isBare = key.utf8.count <= 64 && Identifier(key) != nil
      let name = isBare ? key : quoted(key)
      let prefix = description(of: parent)
      return prefix.isEmpty ? name : "\(prefix).\(name)"
    case .index(let index, let parent): return "\(description(of: parent))[\(index)]"
    }
  }
}
