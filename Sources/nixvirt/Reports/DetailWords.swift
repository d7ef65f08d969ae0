import NixAST
import VirtModel

/// A value that changes, for people: `memory 1 GiB → 2 GiB`.
enum DetailWords {
  static func text(_ detail: ModuleChanges.Detail) -> String {
    DisplayText.clean("\(detail.place) \(words(detail))")
  }

  private static func words(_ detail: ModuleChanges.Detail) -> String {
    switch detail.change {
    case .added(let value): short(value, detail).map { "added: \($0)" } ?? "added"
    case .removed(let value): short(value, detail).map { "removed: \($0)" } ?? "removed"
    case .changed(let old, let new):
      if let old = short(old, detail), let new = short(new, detail) {
        "\(old) → \(new)"
      } else {
        "changed"
      }
    case nil: "changed"
    }
  }

  /// A value that fits into a line: sizes in words, texts as they are, the rest as Nix writes it.
  private static func short(_ value: Expr, _ detail: ModuleChanges.Detail) -> String? {
    if case .string(let string) = value, let text = string.text {
      if detail.isSize, let size = try? Size(parsing: text) { return size.readable }
      let isPlain = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
      return text.utf8.count <= 60 && isPlain ? text : nil
    }
    guard let text = try? value.rendered(), text.utf8.count <= 41, !text.dropLast().contains("\n")
    else { return nil }
    return text.last == "\n" ? String(text.dropLast()) : text
  }
}

/// Further effects of a change, for people.
enum ConsequenceWords {
  static func text(
    _ consequence: ModuleChanges.Consequence, guest: String, stateDirectory: AbsolutePath
  ) -> String {
    let words = Words(guest: guest, stateDirectory: stateDirectory)
    return DisplayText.clean(words.text(consequence))
  }

  private struct Words {
    let guest: String
    let stateDirectory: AbsolutePath

    private var folder: String { stateDirectory.appending(guest) }
    private var unit: String { "qemu-guest-\(guest)" }

    func text(_ consequence: ModuleChanges.Consequence) -> String {
      switch consequence {
      case .laterInstallations(let input): later(input)
      case .refusedAtStart(let disk, let from, let to):
        "will not start: its disk \(disk) has \(from.readable) and cannot shrink to \(to.readable)"
      case .unbootable(let from, let to):
        "may not boot: its system was installed for \(from.rawValue), not \(to.rawValue);"
          + " install it again, or keep the firmware"
      case .leavesBehind(let file, nil):
        "\(folder)/\(file) is no longer used, and is kept"
      case .leavesBehind(let file, let replacement?): replaced(file, replacement)
      case .movesNetwork(let card, let from, let to):
        "its network card \(card) moves from \(from) to \(to)"
      case .renamed(let former, let user): renamed(former, user)
      }
    }

    private func later(_ input: ModuleChanges.InstallationInput) -> String {
      let start = "only new installations get "
      if input == .modules {
        return start
          + "the modules; in \(guest) itself, copy them to /etc/nixos and run nixos-rebuild switch"
      }
      let what =
        switch input {
        case .kind: "the new installation method"
        case .image: "the image"
        case .iso: "the installer"
        case .modules: "the modules"
        }
      return start + what + "; to install \(guest) again, which deletes its root disk:"
        + " systemctl stop \(unit) && rm -f \(quoted("root.qcow2")) \(quoted(".root.qcow2.known"))"
        + " && systemctl start \(unit)"
    }

    private func replaced(_ file: String, _ replacement: String) -> String {
      let start =
        "\(folder)/\(file) is kept, and a blank \(replacement) takes its place; if both are the"
        + " same disk, run before the rebuild: systemctl stop \(unit) && "
      func format(_ name: String) -> String { name.hasSuffix(".raw") ? "raw" : "qcow2" }
      if format(file) == format(replacement) {
        return start + "mv \(quoted(file)) \(quoted(replacement))"
      }
      return start + PlanCommand.asOwner(of: quoted(file))
        + " qemu-img convert -f \(format(file)) -O \(format(replacement))"
        + " \(quoted(file)) \(quoted(replacement))"
    }

    private func renamed(_ former: String, _ user: String) -> String {
      let old = ShellWord.quoted(stateDirectory.appending(former))
      let new = ShellWord.quoted(folder)
      let start =
        "if this is \(former) under a new name, its disks are still in"
        + " \(stateDirectory.appending(former)); to keep using them, run before the rebuild:"
        + " systemctl stop"
        + " qemu-guest-\(former) && mv \(old) \(new)"
      // systemd gives its own directories to the user of a unit.
      if stateDirectory.description.hasPrefix("/var/lib/") { return start }
      return start + ", and after the rebuild: chown -R \(user): \(new) && systemctl restart"
        + " \(unit)"
    }

    private func quoted(_ file: String) -> String { ShellWord.quoted("\(folder)/\(file)") }
  }
}
