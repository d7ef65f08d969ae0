import NixAST

/// Writes the files that units and the operator's tool read, below /etc: a directory for each guest.
struct FilesWriter {
  let host: Host
  let use: ModuleUse
  let code: SharedCode

  /// The functions that make them.
  @BindingBuilder var functions: [Binding] {
    ("noEnvironment"
      => .set {
        for name in ["LOCALE_ARCHIVE", "PATH", "TZDIR"] as [Attrpath] { name => .null }
      })
      .commented(
        """
        Units contain no store paths, so an update of the host restarts no guest. They run what is
        in \(HostNames.guestFiles) when they start.
        """
      ).spaced()
    code.scripts
    ("guestFiles" => Nix.perGuest(files))
      .commented("The programs that a guest's units run, in \(HostNames.guestFiles).").spaced()
  }

  /// The options of the host.
  var options: Binding {
    let nix = Expr.variable("builtins")
    let links = Nix.lib["mapAttrs'"](
      Nix.perGuest(
        Nix.lib["nameValuePair"](
          .string(Str([.text("nixvirt/guests/"), .interpolation(Nix.name)])),
          .set { "source" => Nix.ofGuest("guestFiles") })), Nix.guests)
    let known = nix["intersectAttrs"](
      .set {
        for name in ["disks", "diskSize", "interfaces", "user"] as [Attrpath] { name => .null }
        if use.has("backup") { "backup" => .null }
        if use.has(GuestAgent.key.name) { "guestAgent" => .null }
        if use.has(Vsock.attribute) { Attrpath(Vsock.attribute) => .null }
        if use.has("snapshot") { "snapshot" => .null }
        if use.has("tags") { "tags" => .null }
      }, Nix.guest)
    let told = Expr.set {
      "stateDir" => .str(host.stateDirectory.description)
      if use.has("backup") { "hardening" => .variable("hardening") }
      "guests" => nix["mapAttrs"](.lambda("_", body: .lambda("guest", body: known)), Nix.guests)
    }
    let others = Expr.set {
      Attrpath("nixvirt/guests.json", "text") => nix["toJSON"](told)
      if !host.networks.isEmpty { NetworkWriter.filterFile }
    }
    let parts = [links] + InstallKind.hostFiles(use, on: host) + [others]
    return ("environment.etc" => Nix.join(parts, .update)).spaced()
  }

  private var files: Expr {
    let own = Expr.set {
      if !code.bindSteps.isEmpty {
        "bind" => script("bind", Steps.script(code.bindSteps) ?? "")
      }
      "check" => Nix.getExe("checkGuest")
      if NetworkWriter(host).hasTaps { "connect" => Nix.getExe("connectGuest") }
      "definition" => Nix.pkgs["writeText"]("definition", Nix.guest["definition"])
      "prepare" => script("prepare", Steps.script(code.steps.items) ?? "")
      "qemu" => Nix.pkgs["qemu_kvm"]
      "release" => Nix.getExe("releaseGuest")
      if !code.releaseSteps.isEmpty {
        "unbind" => script("unbind", Steps.script(code.releaseSteps, continues: true) ?? "")
      }
      "start" => script("start", .string(start))
      "stop" => Nix.getExe("powerOffGuest")
    }
    let helpers = Nix.lib["mapAttrs"](
      .lambda(
        "helper",
        body: .lambda(
          "program", body: script(.variable("helper"), Expr.variable("program")["script"]))),
      Nix.ofGuest("helpers"))
    let install = RootDiskUse(use).installed.optionalAttrs(
      .set { "install" => script("install", Nix.ofGuest("installScript")) })
    return Nix.pkgs["linkFarm"](
      "guest-\(Nix.name)",
      Nix.join([own, helpers] + [install].compactMap(\.self) + code.files, .update))
  }

  private func script(_ name: Expr, _ text: Expr) -> Expr {
    Nix.pkgs["writeShellScript"](name, text)
  }

  /// The command that becomes QEMU.
  private var start: Str {
    let before = code.unit.beforeStart.reduce(into: "" as Str) { $0 = "\($0)\($1)" }
    let found = code.unit.foundArguments.map { " \($0)" }.joined()
    let words = Nix.guestCommand(Nix.ofGuest("guestArgs")).parts + [.text(found)]
    return "\(before)exec \(Nix.getExe("inTurn")) start 10 \(Str(words))"
  }
}

extension Nix {
  /// A file of a guest, under the name that units call it by.
  static func guestFile(_ file: Expr) -> Str {
    Str([.text("\(HostNames.guestFiles)/"), .interpolation(name), .text("/"), .interpolation(file)])
  }

  /// A file of a guest, under the name that units call it by.
  static func guestFile(_ file: String) -> Str {
    Str([.text("\(HostNames.guestFiles)/"), .interpolation(name), .text("/\(file)")])
  }

  /// The command that root runs before a unit of a guest starts.
  static func check(on host: Host, _ link: Str) -> Expr {
    .string(
      Str(
        [.text("+")] + guestFile("check").parts
          + [
            .text(" \(UnitValue.path(host.stateDirectory)) \(host.maxStarts) "),
            .interpolation(name), .text(" "),
          ]
          + link.parts))
  }
}
