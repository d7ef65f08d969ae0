import NixAST

extension Host {
  /// The programs beside QEMU: they serve directories of the host, and a TPM.
  @BindingBuilder func helpers(_ features: Features) -> [Binding] {
    if features.hasHelpers {
      ("helpers" => .lambda("guest", body: programs(features)))
        .commented(
          """
          Programs beside QEMU. systemd listens on a socket, and starts one when QEMU connects; it ends
          when QEMU does.
          """
        ).spaced()
      ("helperService" => Nix.perHelper(service)).spaced()
      ("helperSocket" => Nix.perHelper(socket)).spaced()
    }
  }

  private func programs(_ features: Features) -> Expr {
    var parts: [Expr] = []
    if features.hasShares {
      parts.append(
        Nix.lib["mapAttrs'"](
          .lambda(
            "tag",
            body: .lambda(
              "share",
              body: Nix.lib["nameValuePair"]("share-\(Expr.variable("tag"))", share))),
          Nix.guest("shares", or: [:])))
    }
    if features.hasTPM {
      parts.append(Nix.lib["optionalAttrs"](Nix.guestHas("tpm"), .set { "tpm" => tpm }))
    }
    return Nix.join(parts, .update)
  }

  private var share: Expr {
    let share = Expr.variable("share")
    let arguments: Expr = [
      "\(Nix.pkgs["virtiofsd"])/bin/virtiofsd", "--fd=3", "--sandbox=none", "--shared-dir",
      share["source"],
    ]
    return .set {
      "script" => "exec \(Nix.lib["escapeShellArgs"](arguments))"
      "serviceConfig" => .select(Select(share, "serviceConfig", default: [:]))
    }
  }

  private var tpm: Expr {
    let swtpm: Str =
      "exec \(Nix.pkgs["swtpm"])/bin/swtpm socket --tpm2 --tpmstate dir=tpm --ctrl type=unixio,fd=3"
    return .set {
      "script" => .string(Str([.text("mkdir -p tpm\n")] + swtpm.parts + [.text("\n")]))
      "serviceConfig" => [:]
    }
  }

  private var service: Expr {
    let program = Expr.variable("program")
    return .set {
      "description" => "\(Expr.variable("helper")) of guest \(Nix.name)"
      ("restartIfChanged" => false).commented("The guest would lose it.")
      "serviceConfig"
        => Nix.join(
          [
            Expr.variable("commonConfig")(Nix.name, Nix.guest),
            .set {
              "Type" => "exec"
              "LimitNOFILE" => 524288
              "PrivateNetwork" => true
              "RestrictAddressFamilies" => "AF_UNIX"
            },
            program["serviceConfig"],
          ], .update)
      "script" => program["script"]
    }
  }

  private var socket: Expr {
    .set {
      "listenStreams" => ["/run/guests/\(Nix.name).\(Expr.variable("helper")).sock"]
      "socketConfig"
        => .set {
          "SocketUser" => Nix.guest["user"]
          "SocketMode" => "0600"
        }
    }
  }
}

extension Nix {
  /// `name: guest: helper: program: body`
  fileprivate static func perHelper(_ body: Expr) -> Expr {
    perGuest(.lambda("helper", body: .lambda("program", body: body)))
  }

  /// What a function makes of each helper of a guest, by the name of its unit.
  static func forEachHelper(_ function: Expr) -> Expr {
    let helper = Expr.variable("helper")
    return lib["mapAttrs'"](
      .lambda(
        "helper",
        body: .lambda(
          "program",
          body: lib["nameValuePair"](
            "\(Host.unit)-\(helper)",
            function(name, guest, helper, .variable("program"))))),
      Expr.variable("helpers")(guest))
  }
}
