import NixAST

/// Who may log in to a guest.
public enum SSHKeys: GuestCapability {
  /// Keys for root, besides the host's.
  public static let key = DefaultedKey(
    "sshKeys", .list(.sshKey), default: [],
    "Public keys that may log in as root, in addition to `host.sshKeys`. NixOS guests and"
      + " guests from cloud images pick up changed keys at their next start.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] {
    [ParagraphAttribute("sshKeys", effect: .keysDrive)]
  }
  static var aliases: [String: String] { ["authorizedKeys": "sshKeys", "sshKey": "sshKeys"] }

  /// The keys of a guest, without duplicates: the host's, and its own.
  static func resolve(_ guest: DescribedGuest) -> [SSHPublicKey] {
    let own = guest.given[key]
    return own.isEmpty
      ? guest.host.sshKeys : (guest.host.sshKeys + own.map(\.value)).withoutDuplicates()
  }

  /// The key of the examples; nobody has its private key.
  static let sampleBlob = "AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV"

  static func warn(_ guest: ResolvedGuest, on host: HostContext, _ diagnostics: inout Diagnostics) {
    let given = host.description.sshKeys + guest.given[key]
    for sample in given where sample.value.blob == sampleBlob {
      diagnostics.report(
        Diagnostic(
          .sampleKey, "this public key is the one in nixvirt's examples: nobody can log in with it",
          at: sample.range, suggestion: "write your own: cat ~/.ssh/id_ed25519.pub"))
    }
    guard guest.guest.takesKeys else {
      // A person at the screen may set a password.
      guard let first = guest.given[key].first else { return }
      diagnostics.report(
        Diagnostic(
          .unusedKeys,
          "\(guest.path).sshKeys: nixvirt can install keys only in guests with NixOS or cloud-init",
          at: first.range, suggestion: "remove them, and add them in the guest"))
      return
    }
    // A module may set a password. The check of user data looks for keys and passwords.
    guard guest.guest.sshKeys.isEmpty, guest.guest.rootDisk.modules.isEmpty,
      guest.guest.userData == nil
    else { return }
    diagnostics.report(
      Diagnostic(
        .noLogin, "nobody can log in to \(guest.name.value): it has no SSH key and no password",
        at: guest.name.range, suggestion: "add a public key to host.sshKeys"))
  }

  /// The keys of a guest that are not the host's already.
  static func imported(
    _ attribute: ImportedAttribute, _ importer: inout GuestImporter
  ) -> [ImportedKey]? {
    guard let data = attribute.data else { return nil }
    let elements: [Expr] =
      if case .list(let list) = data { list.elements.map(\.expr) } else { [data] }
    var own: [Expr] = []
    for element in elements {
      guard case .string(let string) = element, let text = string.text,
        let key = try? SSHPublicKey(parsing: text)
      else {
        importer.report(
          .notImported(
            "a key of \(attribute.path)", "it is not a public key",
            at: element.range ?? attribute.place))
        continue
      }
      if !importer.hostKeys.contains(key) { own.append(.str(key.description)) }
    }
    return own.isEmpty ? [] : [ImportedKey("sshKeys", .list(own), isComplete: true)]
  }
}

// MARK: - In the module

extension SSHKeys {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    let own = guest.sshKeys.dropFirst(paragraph.commonKeys?.count ?? 0).map {
      Expr.str($0.description)
    }
    if paragraph.commonKeys == nil {
      paragraph.set("sshKeys", .list(own))
    } else if own.isEmpty {
      paragraph.set("sshKeys", inherited)
    } else {
      paragraph.set("sshKeys", Nix.concat([.variable("sshKeys"), .list(own)]))
    }
  }

  private static let inherited = Binding.inherit("sshKeys")

  /// The keys that all guests have first, if that are enough to be worth a name.
  static func common(_ guests: [Guest]) -> [SSHPublicKey]? {
    guard let first = guests.first?.sshKeys, !first.isEmpty, guests.count > 1 else { return nil }
    // By index: a guest is large, and would be copied.
    let common = first.filter { key in
      guests.indices.allSatisfy { guests[$0].sshKeys.contains(key) }
    }
    let areFirst = guests.indices.allSatisfy { guests[$0].sshKeys.starts(with: common) }
    return common.isEmpty || !areFirst ? nil : common
  }
}
