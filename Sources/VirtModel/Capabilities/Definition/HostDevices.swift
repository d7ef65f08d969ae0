import NixAST

/// The commands, as root, that take devices of the host for a guest, and give them back.
enum HostDevices {
  /// Before a guest is started, for the guests that have devices.
  static func binding(_ use: ModuleUse) -> [ListPart] {
    part("bind", [use.presence("pci"), use.presence("usb")])
  }

  /// After it has ended.
  static func releasing(_ use: ModuleUse) -> [ListPart] {
    part("unbind", [use.presence("pci")])
  }

  private static func part(_ file: String, _ presences: [Presence]) -> [ListPart] {
    let command: [Expr] = ["+\(Nix.guestFile(file))"]
    var tests: [Expr] = []
    for presence in presences {
      switch presence {
      case .never: continue
      case .always: return [.words(command)]
      case .when(let test): tests.append(test)
      }
    }
    guard let first = tests.first else { return [] }
    let test = tests.dropFirst().reduce(first) { .op($0, .or, $1) }
    return [.list(Nix.lib["optional"](test, command[0]))]
  }

  /// A list of commands, or the only one.
  static func orOne(_ parts: [ListPart]) -> Expr {
    if parts.count == 1, case .words(let words) = parts[0], words.count == 1 { return words[0] }
    return ListPart.joined(parts)
  }
}
