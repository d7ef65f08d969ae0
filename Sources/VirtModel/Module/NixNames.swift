import NixAST

/// The variables of the emitted module, and ways to write what recurs in it.
enum Nix {
  static let config = Expr.variable("config")
  static let lib = Expr.variable("lib")
  static let pkgs = Expr.variable("pkgs")
  static let guests = Expr.variable("guests")
  static let guest = Expr.variable("guest")
  static let name = Expr.variable("name")
  static let nic = Expr.variable("nic")

  static let usesNetworkd = config["networking.useNetworkd"]

  /// `a ++ b ++ …`
  static func concat(_ lists: [Expr]) -> Expr {
    guard let last = lists.last else { return [] }
    return lists.dropLast().reversed().reduce(last) { .op($1, .concat, $0) }
  }

  /// `name: guest: body`
  static func perGuest(_ body: Expr) -> Expr {
    .lambda("name", body: .lambda("guest", body: body))
  }

  /// A program of a few lines of shell, checked by shellcheck when it is built.
  static func shellApplication(_ name: String, inputs: [Expr], _ script: Str) -> Expr {
    var text = script
    text.form = .indented
    return pkgs["writeShellApplication"](
      .set {
        "name" => .str(name)
        "runtimeInputs" => .list(inputs)
        "text" => .string(text)
      })
  }
}
