import NixAST

/// How the root disks of a module's guests come to be.
struct RootDiskUse {
  /// The kinds of installations, in the order of the description's reference.
  let kinds: [InstallKind]
  /// The installations of these kinds.
  let installations: [any Installation.Type]
  /// Whether a root disk is not installed: made blank, or there.
  let hasOther: Bool
  private let size: Presence

  static var countedAttribute: CountedAttribute {
    CountedAttribute(
      shared: "install",
      .paragraph { guest in
        if let name = guest["install"] { return name }
        let kind =
          InstallKind.allCases.first { kind in
            kind.method.source.map { guest[$0.name] != nil } ?? false
          } ?? (guest["diskSize"] != nil ? .nixos : nil)
        return kind.map { .str($0.rawValue) }
      })
  }

  /// The kind of a guest's root disk, as its paragraph has it; nil if it is made blank, or is there.
  static func kind(_ guest: [String: Expr]) -> InstallKind? {
    let marked = InstallKind.allCases.first { kind in
      kind.method.mark.map { guest[$0] != nil } ?? false
    }
    return marked ?? guest["install"]?.plainText.flatMap { InstallKind(rawValue: $0) }
  }

  init(_ use: ModuleUse) {
    kinds = InstallKind.allCases.filter { use.has("install", $0.rawValue) }
    installations = kinds.compactMap { $0.method.installation }
    if case .always = use.presence("install") { hasOther = false } else { hasOther = true }
    size = use.presence("diskSize")
  }

  private var hasByPerson: Bool { installations.contains { $0.isByPerson } }

  /// Whether there are some that need no person.
  var hasUnattended: Bool { installations.contains { !$0.isByPerson } }

  /// The guests whose root disk is installed, in one way or another.
  var installed: Presence {
    if kinds.isEmpty { return .never }
    return hasOther ? .when(Nix.guestHas("install")) : .always
  }

  /// The guests of a kind.
  func guests(of kind: InstallKind) -> Presence {
    guard kinds.contains(kind) else { return .never }
    if kinds.count == 1 { return installed }
    return .when(.op(Nix.guest("install", or: ""), .equal, .str(kind.rawValue)))
  }

  /// Whether all guests have a root disk of one name, whenever they are started.
  var isOneFile: Bool { installed.isCertain && !hasByPerson }

  /// The root disk's file. While a person installs, it has another name.
  var file: Expr { hasByPerson ? Nix.guest("rootFile", or: "root.qcow2") : "root.qcow2" }

  /// The guests whose root disk grows before they are started.
  var growing: Presence { size }

  /// The function that makes the unit of an installation.
  var service: Expr {
    guard hasByPerson else { return .variable("installService") }
    guard kinds.count > 1 else { return .variable("installerService") }
    return .ifElse(
      .op(Nix.guest["install"], .equal, "iso"), then: .variable("installerService"),
      else: .variable("installService"))
  }
}
