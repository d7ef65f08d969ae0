import NixAST

/// The host's nixpkgs in installed guests: `nixos-rebuild` there finds it as `<nixpkgs>`.
enum HostNixpkgs {
  /// The attribute of a guest's paragraph, where it has none.
  static let attribute = "nixpkgs"

  /// The guests of a module that have it.
  static func guests(_ use: ModuleUse) -> Presence {
    switch use.presence(attribute) {
    case .never: .always
    case .always: .never
    case .when: .when(Nix.guest(Attrpath(AttrName(attribute)), or: true))
    }
  }

  /// The name of the module in the emitted Nix.
  static let module = Expr.variable("nixpkgsAtHand")
  private static let path = Expr.variable("hostNixpkgs")
  private static let configuration = "/etc/nixos/configuration.nix"
  private static let channels = "/nix/var/nix/profiles/per-user/root/channels"

  /// The variables of the module.
  @BindingBuilder static var bindings: [Binding] {
    ("hostNixpkgs" => found)
      .commented(
        "The host's nixpkgs: a flake or a channel is in the store already, a checkout is copied."
      ).spaced()
    // nixpkgs.flake.setNixPath would need the flakes of Nix to be on, and leaves out nixos-config.
    ("nixpkgsAtHand" => settings)
      .commented("For nixos-rebuild in a guest; also in its /etc/nixos.")
  }

  private static var settings: Expr {
    .set {
      "nix.nixPath" => ["nixpkgs=\(path)", .str("nixos-config=\(configuration)"), .str(channels)]
      "nixpkgs.flake"
        => .set {
          "source" => path
          "setNixPath" => false
        }
    }
  }

  private static var found: Expr {
    let builtins = Expr.variable("builtins")
    let place = Expr.variable("place")
    let source = Nix.config["nixpkgs.flake.source"]
    let nixpkgs = Nix.pkgs["path"]
    let isInStore = Nix.lib["any"](
      .lambda("place", body: Nix.lib["hasPrefix"](place, Expr.variable("toString")(nixpkgs))),
      .list([builtins["storeDir"], .str("/nix/var/nix/profiles/")]))
    return .ifElse(
      .op(source, .notEqual, .variable("null")), then: "\(source)",
      // A pure evaluation has no storePath.
      else: .ifElse(
        .op(.hasAttr(HasAttr(builtins, "currentSystem")), .and, isInStore),
        then: builtins["storePath"](nixpkgs), else: "\(Nix.lib["cleanSource"](nixpkgs))"))
  }

  /// The same module as a file of `/etc/nixos`. It names no path: a newer system has a newer nixpkgs. `storePath`
  /// makes it part of the system, which is then the host's one, and keeps it from garbage collection.
  static var file: Expr {
    .string(
      """
      # Systems that are built here have the same nixpkgs at hand.
      let
        nixpkgs = builtins.storePath <nixpkgs>;
      in
      {
        nix.nixPath = [
          "nixpkgs=${nixpkgs}"
          "nixos-config=\(configuration)"
          "\(channels)"
        ];
        nixpkgs.flake = {
          source = nixpkgs;
          setNixPath = false;
        };
      }

      """ as Str)
  }
}
