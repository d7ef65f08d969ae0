import NixAST

/// What a person hands over to cloud-init in a guest, a file: it comes before nixvirt's own settings,
/// which are added to its lists and leave its other values as they are.
public enum UserData: GuestCapability {
  /// The file.
  public static let key = Key(
    "userData", .sourcePath("cloud-init user data"),
    "User data for cloud-init in a guest with `image`: a Nix path to a file that starts with"
      + " `#cloud-config`, `#!` or another header of cloud-init. nixvirt adds the keys and the host"
      + " name. Nix copies the file into the store, where every user of the host can read it.")

  static var keys: [any KeyDefinition] { [key] }

  static func check(_ guest: DescribedGuest, _ diagnostics: inout Diagnostics) {
    guard let file = guest.given[key] else { return }
    if case .host(let path) = file.value {
      diagnostics.report(
        .malformed(
          .invalidPath, path.description, "cloud-init user data",
          rule: "it must be a Nix path, because it becomes a part of the guest's settings",
          path: DataPath.root.appending("guests").appending(guest.name.value.description)
            .appending(key.name), at: file.range,
          suggestion: "write it without quotes, as in ./user-data.yaml"))
    }
  }

  /// Reports user data of guests that have no cloud-init to read it.
  static func check(
    _ guests: ResolvedGuests, on host: HostDescription,
    _ diagnostics: inout Diagnostics
  ) {
    for guest in guests { check(guest, &diagnostics) }
  }

  private static func check(_ guest: ResolvedGuest, _ diagnostics: inout Diagnostics) {
    guard let file = guest.given[key] else { return }
    let disk = guest.guest.rootDisk
    // An image that is wrong was reported.
    if [disk.kind, RootDiskKeys.kind(of: guest.given)].contains(where: {
      $0.method.configurator == .cloudInit
    }) {
      return
    }
    let kind = disk.path == nil ? "install = \"\(disk.kind.rawValue)\"" : "an existing root disk"
    diagnostics.report(
      .conflictingKeys(
        "\(guest.path).userData has no effect with \(kind): only guests with image read it",
        at: file.range, other: guest.given[RootDiskKeys.install]?.range,
        suggestion: disk.path == nil ? disk.method.userDataAdvice : "configure the guest itself"))
  }
}

extension Guest {
  /// The file that cloud-init gets in addition to nixvirt's settings.
  public var userData: SourcePath? { values[UserData.key]?.value }
}

// MARK: - In the module

extension UserData {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    if let file = guest.userData { paragraph.set(key.name, file.expr(from: paragraph.folder)) }
  }

  /// `user-data` of the seed, from a file with nixvirt's settings: the person's part first.
  ///
  /// cloud-init merges each part into those before it as that part says (its documentation, "Merging
  /// user data sections"). Base64 keeps all bytes, and cannot hold the line between parts. User data in
  /// MIME has headers of its own, and a line of its own between its parts.
  static func merged(_ settings: Expr) -> Expr {
    let own = Nix.guest[Attrpath(AttrName(key.name))]
    return Nix.pkgs["runCommand"](
      "user-data", .set {},
      .string(
        """
        encoded() {
          printf '%s\\n' "Content-Type: $1; charset=\\"utf-8\\"" 'Content-Transfer-Encoding: base64' ""
          base64 "$2"
        }
        {
          printf '%s\\n' 'Content-Type: multipart/mixed; boundary="nixvirt-part"' 'MIME-Version: 1.0' ""
          echo --nixvirt-part
          if head -n 1 \(own) | grep -qiE '^(content-type|mime-version):'; then
            cat \(own)
          else
            encoded text/plain \(own)
          fi
          printf '%s\\n' "" --nixvirt-part
          encoded text/cloud-config \(settings)
          echo --nixvirt-part--
        } >"$out"

        """))
  }

  /// How nixvirt's settings are merged: added to lists, without a change of what is there.
  static let mergeHow = "list(append)+dict(no_replace,recurse_list)+str()"
}
