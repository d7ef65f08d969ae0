import NixAST

/// The limits of the services, rated by `systemd-analyze security`. systemd.exec(5).
enum Hardening {
  static func binding(_ platform: Platform) -> Binding {
    let rules: Expr = .set {
      "CapabilityBoundingSet" => ""
      "DevicePolicy" => "closed"
      "IPAddressDeny" => "any"
      "KeyringMode" => "private"
      "LockPersonality" => true
      // QEMU's emulation makes code at run time.
      if platform.hasKVM { "MemoryDenyWriteExecute" => true }
      "NoNewPrivileges" => true
      "PrivateTmp" => true
      "ProcSubset" => "pid"
      "ProtectClock" => true
      "ProtectControlGroups" => true
      "ProtectHome" => true
      "ProtectHostname" => true
      "ProtectKernelLogs" => true
      "ProtectKernelModules" => true
      "ProtectKernelTunables" => true
      "ProtectProc" => "invisible"
      "ProtectSystem" => "strict"
      "RemoveIPC" => true
      "RestrictNamespaces" => true
      "RestrictRealtime" => true
      "RestrictSUIDSGID" => true
      "SystemCallArchitectures" => "native"
      ("SystemCallErrorNumber" => "EPERM")
        .commented(
          "Return an error instead of killing: libnuma tries set_mempolicy. QEMU's sandbox"
            + " needs seccomp.")
      "SystemCallFilter" => ["@system-service", "~@privileged @resources", "seccomp"]
      "UMask" => "0077"
    }
    return ("hardening" => rules)
      .commented("Restrictions of all services. Their own settings lift some of them.").spaced()
  }
}
