import NixAST

/// Writes the services that look after all guests of the host, on timers.
struct MaintenanceWriter {
  let host: Host

  /// A set of services by their names.
  var services: Expr {
    .set {
      "nixvirt-check-space"
        => .set {
          "description" => "Check that the guests' disks have room to grow"
          "startAt" => "hourly"
          "serviceConfig" => task("check-space")
        }
      if let moment = host.restartPending {
        "nixvirt-restart-pending"
          => .set {
            "description" => "Restart guests that need it"
            "startAt" => .str(moment.description)
            "restartIfChanged" => false
            "serviceConfig" => task("restart --pending")
          }
      }
    }
  }

  private func task(_ command: String) -> Expr {
    .set {
      "Type" => "oneshot"
      "ExecStart" => "\(Nix.getExe("guestTool")) \(command)"
    }
  }
}
