import NixAST

/// Writes the programs beside QEMU: they serve directories of the host, and a TPM.
struct HelperWriter {
  /// The programs of a guest: sets by their names.
  let helpers: [Expr]
  let use: ModuleUse

  @BindingBuilder var bindings: [Binding] {
    ("helpers" => Nix.perGuest(Nix.join([monitor] + helpers, .update)))
      .commented(
        """
        Helpers of QEMU. systemd listens on their sockets, and starts them on the first
        connection.
        """
      ).spaced()
    ("helperService" => Nix.perHelper(service)).spaced()
    ("helperSocket" => Nix.perHelper(socket)).spaced()
  }

  /// The other end of the console and of QEMU's events. Only root reaches it.
  private var monitor: Expr {
    .set {
      "monitor"
        => .set {
          "script"
            => "exec \(Nix.pkgs["python3"])/bin/python3 -I \(Expr.variable("guestMonitor")) \(Nix.name) console.log \(ConsoleLog.limits(use))\(AutoResume.word(use))\(GuestAgent.word(use))"
          "serviceConfig.NotifyAccess" => "main"
          "socketUser" => "root"
        }
    }
  }

  private var service: Expr {
    let program = Expr.variable("program")
    return .set {
      "description" => "\(Expr.variable("helper")) of guest \(Nix.name)"
      ("restartIfChanged" => false).commented("A restart would disconnect the guest.")
      "enableDefaultPath" => false
      "environment" => .variable("noEnvironment")
      "serviceConfig"
        => Nix.join(
          [
            Nix.ofGuest("commonConfig"),
            .set {
              "Type" => "exec"
              "ExecStart" => .string(Nix.guestFile(.variable("helper")))
              "LimitNOFILE" => 524288
              "PrivateNetwork" => true
              "RestrictAddressFamilies" => "AF_UNIX"
            },
            program["serviceConfig"],
          ], .update)
    }
  }

  private var socket: Expr {
    .set {
      "listenStreams" => ["\(Nix.runtimeDirectory).\(Expr.variable("helper")).sock"]
      "socketConfig"
        => .set {
          "SocketUser"
            => .select(Select(.variable("program"), "socketUser", default: Nix.guest["user"]))
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

  /// Applies a function to each helper of a guest, by the name of its unit.
  static func forEachHelper(_ function: Expr) -> Expr {
    let helper = Expr.variable("helper")
    return lib["mapAttrs'"](
      .lambda(
        "helper",
        body: .lambda(
          "program",
          body: lib["nameValuePair"](
            "\(unit)-\(helper)",
            function(name, guest, helper, .variable("program"))))),
      ofGuest("helpers"))
  }
}
