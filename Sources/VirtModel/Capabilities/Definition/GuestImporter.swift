import NixAST

/// Reads the attributes of a module's guests back.
struct GuestImporter {
  /// The variables of the module.
  var scope: ModuleScope
  /// The keys that all guests have already.
  let hostKeys: Set<SSHPublicKey>
  /// Whether nixvirt wrote the module.
  let isGenerated: Bool
  /// The names of all attributes of the guest that is read.
  var attributes: Set<String> = []
  /// The network that a bridge becomes.
  let networkName: (String) -> String?
  /// The diagnostics of the import so far.
  private(set) var diagnostics: [Diagnostic] = []

  init(
    scope: ModuleScope, hostKeys: Set<SSHPublicKey>, isGenerated: Bool,
    networkName: @escaping (String) -> String?
  ) {
    self.scope = scope
    self.hostKeys = hostKeys
    self.isGenerated = isGenerated
    self.networkName = networkName
  }

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
  mutating func report(_ more: [Diagnostic]) { diagnostics += more }
}

/// An attribute of a guest in a module.
struct ImportedAttribute {
  /// Its name in the module.
  let name: String
  /// The key that is meant: the same, or the one that it is another name of.
  let key: String
  /// The way to it, for messages.
  let path: String
  /// The data that it is; nil if it is computed.
  let data: Expr?
  /// Where its name is.
  let range: SourceRange
  /// Where its value is.
  let place: SourceRange
}

/// A key of a description that an attribute became.
struct ImportedKey {
  /// The key.
  var path: Attrpath
  /// Its value.
  var value: Expr
  /// Whether there is nothing left to check: the value was made here.
  var isComplete: Bool

  init(_ path: Attrpath, _ value: Expr, isComplete: Bool = false) {
    self.path = path
    self.value = value
    self.isComplete = isComplete
  }
}
