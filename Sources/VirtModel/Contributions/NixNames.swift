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

  static let usesResolved = config["services.resolved.enable"]

  /// `guest.key or value`
  static func guest(_ key: Attrpath, or value: Expr) -> Expr {
    .select(Select(guest, key, default: value))
  }

  /// `guest ? key`
  static func guestHas(_ key: Attrpath) -> Expr {
    .hasAttr(HasAttr(guest, key))
  }

  /// `lib.getExe program`
  static func getExe(_ program: Identifier) -> Expr {
    lib["getExe"](.variable(program))
  }

  /// `a ++ b ++ …`
  static func concat(_ lists: [Expr]) -> Expr {
    lists.isEmpty ? [] : join(lists, .concat)
  }

  /// `a // b // …`
  static func join(_ parts: [Expr], _ op: BinaryOperator) -> Expr {
    guard let last = parts.last else { return [:] }
    return parts.dropLast().reversed().reduce(last) { .op($1, op, $0) }
  }

  /// `path = { … }`, or `path.name = …` of a single binding.
  static func nested(_ path: Attrpath, @BindingBuilder _ bindings: () -> [Binding]) -> Binding {
    let bindings = bindings()
    guard bindings.count == 1, case .attr(let only) = bindings[0], only.trivia == .none else {
      return path => .attrSet(AttrSet(bindings))
    }
    return Attrpath(path.first, path.rest + only.path.names) => only.value
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

// The units of a guest, and its directories.
extension Nix {
  /// The unit that runs a guest.
  static var unit: Str { "\(HostNames.unitPrefix)\(name)" }
  /// The unit that makes a guest's root disk.
  static var installUnit: Str { "\(unit)\(HostNames.installSuffix)" }
  /// The unit that makes a guest's taps.
  static var networkUnit: Str { "\(unit)\(Str(HostNames.networkSuffix))" }
  /// The directory with the sockets of a guest that runs.
  static var runtimeDirectory: Str { "\(HostNames.runtimeDirectory)/\(name)" }

  /// The directory of a guest's disks, or a file in it.
  static func directory(on host: Host, _ file: String = "") -> Str {
    Str([.text("\(host.stateDirectory)/"), .interpolation(name), .text(file)])
  }
}

extension Nix {
  /// The command line of a guest's QEMU, from the words that are its own.
  static func guestCommand(_ arguments: Expr) -> Str {
    "\(Expr.variable("guestCommand")) \(lib["escapeShellArgs"](arguments))"
  }

  /// `name: guest: body` applied to the guest at hand.
  static func ofGuest(_ function: Identifier) -> Expr {
    Expr.variable(function)(name, guest)
  }

  /// `{ name1 = value1; … }` of one guest's units.
  static func units(_ units: [(name: Str, value: Expr)]) -> Expr {
    .set {
      for unit in units { Attrpath(AttrName(quoted: unit.name)) => unit.value }
    }
  }
}

extension Nix {
  /// The condition under which a guest may start or be installed: no file holds it.
  static var notHeld: Binding {
    "ConditionFileNotEmpty" => "!\(HostNames.held)/\(Nix.name)"
  }
}
