import NixAST

/// Files of the host that a guest gets as credentials of systemd. Their content is in no argument, in no
/// environment and not in the store: systemd gives the guest's unit copies that only it can read, and QEMU
/// reads these.
public enum GuestSecrets: GuestCapability {
  /// Files of the host, by the credential's name.
  public static let key = DefaultedKey<[Named<CredentialName, Located<AbsolutePath>>]>(
    "secrets",
    .map(
      "the name of a credential", rule: CredentialName.rule, pattern: CredentialName.pattern,
      { CredentialName($0) }, .secretFile), default: [],
    "Files on the host that the guest gets as systemd credentials, by name. They are read at each"
      + " start of the guest: at most \(mostFiles) files, with at most 1 MiB together. NixOS guests use"
      + " the secret `\(hostKey)` as their SSH host key.")

  /// QEMU's firmware device has 32 entries, of which it uses some itself.
  static let mostFiles = 8
  /// The secret that is the SSH host key of NixOS guests.
  static let hostKey = "ssh-host-key"

  static var keys: [any KeyDefinition] { [key] }

  // MARK: - Rules

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    let secrets = guest.given[key]
    if secrets.count > mostFiles {
      diagnostics.report(
        Diagnostic(
          .outOfRange,
          "\(guest.path).secrets has \(secrets.count) files, but QEMU takes \(mostFiles)",
          at: secrets[mostFiles].name.range, suggestion: "put several secrets in one file"))
    }
    for secret in secrets {
      guard let objection = objection(to: secret.content.value) else { continue }
      diagnostics.report(
        Diagnostic(
          .unusablePath,
          "\(guest.path).secrets.\(secret.name.value): \(quoted(secret.content.value.description))"
            + " \(objection)",
          at: secret.content.range,
          suggestion:
            "use a file that only root can read, as in \"/var/lib/secrets/\(guest.name.value)\""
        ))
    }
  }

  /// Why the host must not read a file for a guest; nil if it may.
  private static func objection(to path: AbsolutePath) -> String? {
    if StorePath.isInStore(path) { return "is in the Nix store, which every user can read" }
    if [.temporary, .memory].contains(HostPlace(path)) {
      return "is in a directory where every user of the host can put a file"
    }
    // The end of a line in a unit file.
    if path.description.hasSuffix("\\") || path.description.hasSuffix(" ") {
      return "ends with a blank or a backslash, which unit files cannot contain there"
    }
    return nil
  }

  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics
  ) {
    for guest in guests {
      for secret in guest.given[key] {
        guard let use = ownUse(of: secret.name.value.description, guest.guest) else { continue }
        diagnostics.report(
          .conflictingKeys(
            "\(guest.path).secrets.\(secret.name.value): nixvirt gives the guest this credential"
              + " itself, for \(use)", at: secret.name.range, other: nil,
            suggestion: "use another name"))
      }
    }
  }

  /// systemd reads them as root.
  static func hostFiles(of guest: ResolvedGuest) -> [HostFile] {
    guest.given[key].map { secret in
      HostFile(
        of: guest, "secrets.\(secret.name.value)",
        path: secret.content.value,
        range: secret.content.range, use: .readByRoot)
    }
  }

  /// The purpose for which nixvirt itself uses a credential.
  private static func ownUse(of name: String, _ guest: Guest) -> String? {
    switch name {
    case "vmm.notify_socket" where guest.ready: "ready"
    case "fstab.extra" where guest.shares.contains { $0.target != nil }: "shares"
    case _ where name.hasPrefix("network.network.05-nixvirt"): "fixed addresses"
    default: nil
    }
  }
}

extension ValueParser where Value == Located<AbsolutePath> {
  /// A file with a secret. A text that is not a path may be the secret itself: it is not shown.
  fileprivate static var secretFile: ValueParser {
    let shape = ValueParser<AbsolutePath>.hostPath("a file of the host").shape
    return ValueParser(shape: shape) { value, path, diagnostics in
      let text: String? =
        switch value.kind {
        case .string(let text), .path(let text): text
        default: nil
        }
      if let text, let file = AbsolutePath(text) { return Located(file, at: value.range) }
      if case .invalid = value.kind { return nil }
      if case .set = value.kind {
        diagnostics.reportType(
          value, expected: "the path of a file on the host", path,
          suggestion: "put a name with dots in quotes: secrets.\"a.b\" = \"/path\";")
        return nil
      }
      diagnostics.report(
        Diagnostic(
          .invalidPath, "\(path) must be the absolute path of a file on the host", at: value.range,
          hidesExcerpt: true,
          suggestion: "write the path, as in \"/var/lib/secrets/web\", not the secret itself"))
      return nil
    }
  }
}

extension Guest {
  /// Files of the host that it gets as credentials, by name.
  public var secrets: [Named<CredentialName, Located<AbsolutePath>>] {
    values[GuestSecrets.key].sorted { $0.name.value < $1.name.value }
  }

  /// Whether one of them is its SSH host key.
  var hasHostKey: Bool { secrets.contains { $0.name.value.description == GuestSecrets.hostKey } }
}

// MARK: - In the module

extension GuestSecrets {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    guard !guest.secrets.isEmpty else { return }
    paragraph.set(
      "secrets",
      .set {
        for secret in guest.secrets {
          Attrpath(AttrName(secret.name.value.description))
            => .str(secret.content.value.description)
        }
      })
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    let guests = use.presence("secrets")
    guard guests.isPossible else { return }
    if let settings = guests.optionalAttrs(credentials) { code.unit.settingSets.append(settings) }
    if let script = guests.optionalString(handOver) { code.unit.beforeStart.append(script) }
    code.unit.foundArguments.append("\"$@\"")
  }

  /// The content that systemd gives the unit for a missing file: its own message has no name.
  private static let missing = "nixvirt-missing"

  /// systemd.exec(5): the value counts if there is no file. `%` starts a specifier.
  private static var credentials: Expr {
    let (secret, file) = (Expr.variable("secret"), Expr.variable("file"))
    let path = Nix.lib["replaceStrings"](["%"], ["%%"], file)
    func perSecret(_ value: Expr) -> Expr {
      Nix.lib["mapAttrsToList"](
        .lambda("secret", body: .lambda("file", body: value)), Nix.guest["secrets"])
    }
    return .set {
      "LoadCredential" => perSecret("\(secret):\(path)")
      "SetCredential" => perSecret("\(secret):\(missing)")
    }
  }

  private static var handOver: Expr {
    let (secret, file) = (Expr.variable("secret"), Expr.variable("file"))
    let copy: Str = "$CREDENTIALS_DIRECTORY/\(secret)"
    let calls = Nix.lib["concatLines"](
      Nix.lib["mapAttrsToList"](
        .lambda(
          "secret",
          body: .lambda(
            "file",
            body: .string(
              Str(
                ("""
                require_secret \(secret) \(Nix.lib["escapeShellArg"](file))
                set -- "$@" -fw_cfg "name=opt/io.systemd.credentials/\(secret),file=\(copy)"
                """ as Str).parts, form: .indented)))),
        Nix.guest["secrets"]))
    let function: Str = """
      require_secret() {
        local copy=$CREDENTIALS_DIRECTORY/$1 start
        read -r -N 16 start <"$copy" || true
        if [ ! -s "$copy" ] || [ "$start" = \(missing) ]; then
          echo "The secret $1 cannot be handed over: $2 is missing or empty" >&2
          exit 1
        fi
      }

      """
    return .string(Str(function.parts + [.interpolation(calls)], form: .indented))
  }

  /// The unit of NixOS guests that takes the SSH host key. It outlives reinstallations with the file.
  static var hostKeyService: Binding {
    let script: Str = """
      key=/etc/ssh/ssh_host_ed25519_key
      install -D -m 0600 "$CREDENTIALS_DIRECTORY/\(hostKey)" $key
      rm -f $key.pub

      """
    return
      ("systemd.services.nixvirt-host-key"
      => .set {
        "description" => "Take the SSH host key from the host"
        "wantedBy" => ["multi-user.target"]
        "before" => ["sshd-keygen.service", "sshd.service", "sshd.socket"]
        "unitConfig.ConditionCredential" => .str(hostKey)
        "serviceConfig"
          => .set {
            "Type" => "oneshot"
            "LoadCredential" => .str(hostKey)
          }
        "script" => .string(Str(script.parts, form: .indented))
      }).commented("Runs only in guests with the secret \(hostKey).")
  }
}
