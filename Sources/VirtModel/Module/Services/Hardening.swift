import NixAST

extension Host {
  /// What the services may do, rated by `systemd-analyze security`. systemd.exec(5).
  var hardening: Binding {
    let rules: Expr = .set {
      "CapabilityBoundingSet" => ""
      "DevicePolicy" => "closed"
      "IPAddressDeny" => "any"
      "KeyringMode" => "private"
      "LockPersonality" => true
      // QEMU's emulation makes code at run time.
      if accelerator == .kvm { "MemoryDenyWriteExecute" => true }
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
          "An error, not a kill: libnuma tries set_mempolicy. QEMU's sandbox needs seccomp.")
      "SystemCallFilter" => ["@system-service", "~@privileged @resources", "seccomp"]
      "UMask" => "0077"
    }
    return ("hardening" => rules).spaced()
  }
}
