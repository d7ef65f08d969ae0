import NixAST

/// `/etc/nixos` of installed guests: files that evaluate to the system that was installed.
struct EtcNixos {
  /// Whether guests have modules of their own.
  let hasModules: Bool
  /// The guests that have nixpkgs.
  let withNixpkgs: Presence

  /// Where a guest's modules are, with the files that they name.
  private static let modulesFolder = "modules"

  /// The variables of the module.
  @BindingBuilder var bindings: [Binding] {
    if hasModules {
      filesOf
      "namedIn" => namedIn
    }
    ("etcNixos" => etcNixos)
      .commented("/etc/nixos of a guest, as files without links.").spaced()
  }

  /// The files of a guest, with the variable `guest`.
  var ofGuest: Expr {
    let files = Expr.variable("etcNixos")
    return isShared ? files : files(Nix.guest)
  }

  private var isShared: Bool {
    if case .when = withNixpkgs { false } else { !hasModules }
  }

  private var etcNixos: Expr {
    if !hasModules, case .never = withNixpkgs {
      return Self.copied(
        .set { Attrpath(AttrName("configuration.nix")) => Self.file("configuration.nix", base) })
    }
    var all: [Expr] = [
      .set {
        Attrpath(AttrName("guest.nix")) => Self.file("guest.nix", base)
        Attrpath(AttrName("configuration.nix"))
          => Self.file(
            "configuration.nix", "{ imports = [ ./guest.nix\(imports) ]; }\n")
        if withNixpkgs.isCertain { nixpkgs }
      }
    ]
    if case .when(let isAtHand) = withNixpkgs {
      all.append(Nix.lib["optionalAttrs"](isAtHand, .set { nixpkgs }))
    }
    if hasModules {
      all.append(
        Nix.lib["optionalAttrs"](
          .op(.variable("modules"), .notEqual, []),
          .set { Attrpath(AttrName(Self.modulesFolder)) => source }))
    }
    let body = Self.copied(Nix.join(all, .update))
    if isShared { return body }
    return .lambda("guest", body: hasModules ? withModules(body) : body)
  }

  /// The text of the base: its values can be set otherwise by modules.
  private var base: Expr {
    "{ lib, ... }:\nlib.mapAttrsRecursive (_: value: if builtins.isList value then value else lib.mkDefault value) \(Nix.lib["generators.toPretty"]([:], .variable("guestConfiguration")))\n"
  }

  private var nixpkgs: Binding {
    Attrpath(AttrName("nixpkgs.nix")) => Self.file("nixpkgs.nix", HostNixpkgs.file)
  }

  private static func file(_ name: Expr, _ text: Expr) -> Expr { Nix.pkgs["writeText"](name, text) }

  /// A tree of files from a set of links.
  private static func copied(_ links: Expr) -> Expr {
    Nix.pkgs["runCommand"](
      "etc-nixos", [:],
      "cp -rL \(Nix.pkgs["linkFarm"]("etc-nixos-links", links)) \"$out\"")
  }

  // MARK: - Modules

  /// The imports of `configuration.nix` besides the base.
  private var imports: Str {
    let nixpkgs: Str =
      switch withNixpkgs {
      case .never: ""
      case .always: " ./nixpkgs.nix"
      case .when(let isAtHand): "\(Nix.lib["optionalString"](isAtHand, " ./nixpkgs.nix"))"
      }
    guard hasModules else { return nixpkgs }
    let path = Nix.lib["removePrefix"](
      "./", Nix.lib["path.removePrefix"](.variable("root"), .variable("module")))
    let modules = Nix.lib["concatMapStrings"](
      .lambda("module", body: " ./\(Self.modulesFolder)/\(path)"), .variable("modules"))
    return "\(nixpkgs)\(modules)"
  }

  /// The files of a guest's modules, as they lie beside each other.
  private var source: Expr {
    Nix.lib["fileset.toSource"](
      .set {
        Binding.inherit("root")
        "fileset" => Nix.lib["fileset.unions"](.variable("files"))
      })
  }

  private func withModules(_ body: Expr) -> Expr {
    let directory = Expr.variable("directory")
    return .letIn {
      "modules" => Nix.guest("modules", or: [])
      "files" => Expr.variable("filesOf")(.variable("modules"))
      "above"
        => .lambda(
          "directory",
          body: .ifElse(
            Nix.lib["all"](Nix.lib["path.hasPrefix"](directory), .variable("files")),
            then: directory,
            else: Expr.variable("above")(Expr.variable("dirOf")(directory))))
      ("root"
        => Expr.variable("above")(
          Expr.variable("dirOf")(Nix.lib["head"](.variable("modules")))))
        .commented("The directory that has all of them.")
    } body: {
      body
    }
  }

  private var filesOf: Binding {
    let nix = Expr.variable("builtins")
    let key: Expr = .lambda("key", body: .set { Binding.inherit("key") })
    return
      ("filesOf"
      => .lambda(
        "modules",
        body: Nix.lib["catAttrs"](
          "key",
          nix["genericClosure"](
            .set {
              "startSet" => Expr.variable("map")(key, .variable("modules"))
              "operator"
                => .lambda(
                  "file",
                  body: Expr.variable("map")(
                    key, Expr.variable("namedIn")(Expr.variable("file")["key"])))
            }))))
      .commented(
        "Modules with the files that they name by relative paths, such as imports, and those that these"
          + " name."
      ).spaced()
  }

  /// Relative paths in the text of a Nix file. Other texts that look like one name no file that is there.
  private var namedIn: Expr {
    let nix = Expr.variable("builtins")
    let file = Expr.variable("file")
    let found = nix["split"](
      .str("(\\.\\.?/[a-zA-Z0-9._+/-]*[a-zA-Z0-9_])"), nix["readFile"](file))
    let paths = Expr.variable("map")(
      .lambda(
        "match",
        body: .op(Expr.variable("dirOf")(file), .add, "/\(Nix.lib["head"](.variable("match")))")),
      nix["filter"](nix["isList"], found))
    return .lambda(
      "file",
      body: .ifElse(
        Nix.lib["pathIsDirectory"](file), then: Nix.lib["filesystem.listFilesRecursive"](file),
        else: Nix.lib["optionals"](
          Nix.lib["hasSuffix"](".nix", Expr.variable("toString")(file)),
          nix["filter"](nix["pathExists"], paths))))
  }
}
