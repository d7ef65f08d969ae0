import NixAST

/// Writes the services: for each guest one that runs it, one that makes its disk, and its helpers.
struct ServiceWriter {
  let host: Host
  let use: ModuleUse
  let code: SharedCode

  /// The options of the host: all services, and changes to those that NixOS makes of the network.
  @BindingBuilder var options: [Binding] {
    let perGuest = Nix.perGuest(servicesOfGuest)
    let services =
      [
        MaintenanceWriter(host: host).services,
        Nix.lib["mergeAttrsList"](Nix.lib["mapAttrsToList"](perGuest, Nix.guests)),
      ] + (host.networks.isEmpty ? [] : [.variable("networkServices")])
    ("systemd.services" => Nix.join(services, .update)).spaced()
    if use.has("backup") { Backup.timers(use).spaced() }
    let sockets = Nix.perGuest(Nix.forEachHelper(Expr.variable("helperSocket")))
    ("systemd.sockets"
      => Nix.lib["mergeAttrsList"](Nix.lib["mapAttrsToList"](sockets, Nix.guests))).spaced()
    if !host.stateDirectory.isBelowVarLib { stateDirectories.spaced() }
  }

  private var servicesOfGuest: Expr {
    let run = (Nix.unit, Nix.ofGuest("guestService"))
    let network = (Nix.networkUnit, Nix.ofGuest("networkService"))
    let ofAll = code.otherUnits.filter(\.presence.isCertain).map { ($0.name, $0.value) }
    let ofSome = code.otherUnits.filter { !$0.presence.isCertain }.compactMap {
      $0.presence.optionalAttrs(Nix.units([($0.name, $0.value)]))
    }
    let main = NetworkWriter(host).hasTaps ? [network, run] : [run]
    var parts = [Nix.units(ofAll + main)] + ofSome
    parts.append(Nix.forEachHelper(.variable("helperService")))
    return Nix.join(parts, .update)
  }

  /// The functions that the services of a guest share.
  @BindingBuilder var functions: [Binding] {
    ("commonConfig" => Nix.perGuest(commonConfig))
      .commented("The user and the directory of all services of a guest.").spaced()
    HelperWriter(helpers: code.helpers, use: use).bindings
    FilesWriter(host: host, use: use, code: code).functions
    code.services
    ("guestService" => Nix.perGuest(GuestServiceWriter(host: host, use: use, code: code).service))
      .spaced()
  }

  private var commonConfig: Expr {
    let directory = Nix.directory(on: host)
    let groups = Platform(host).groups
    return .op(
      .variable("hardening"), .update,
      .set {
        "User" => Nix.guest["user"]
        "Group" => Nix.guest["user"]
        if !groups.isEmpty { "SupplementaryGroups" => .list(groups.map { .str($0) }) }
        if host.stateDirectory.isBelowVarLib {
          "StateDirectory" => "\(host.stateDirectory.relativeToVarLib)/\(Nix.name)"
          "StateDirectoryMode" => "0700"
        } else {
          "ReadWritePaths" => [.string(directory)]
        }
        "WorkingDirectory" => .string(directory)
      })
  }

  /// systemd makes the directories of services below /var/lib only.
  private var stateDirectories: Binding {
    let directory: Expr = .set {
      "user" => Nix.guest["user"]
      "group" => Nix.guest["user"]
      "mode" => "0700"
    }
    return "systemd.tmpfiles.settings.guests"
      => Nix.lib["mapAttrs'"](
        Nix.perGuest(
          Nix.lib["nameValuePair"](
            .string(Nix.directory(on: host)), .set { "d" => directory })),
        Nix.guests)
  }
}

extension AbsolutePath {
  /// Whether systemd can make it as a `StateDirectory=`.
  var isBelowVarLib: Bool { isBelow(HostNames.stateRoot) }

  /// The path below `/var/lib`, where systemd keeps the directories that it makes for services.
  fileprivate var relativeToVarLib: String {
    String(Substring(description.utf8.dropFirst(HostNames.stateRoot.utf8.count + 1)))
  }
}
