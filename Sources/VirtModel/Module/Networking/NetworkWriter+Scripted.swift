import NixAST

extension NetworkWriter {
  /// Scripted networking takes a bridge down with any of its ports, and makes it anew when anything
  /// of the network changes.
  @BindingBuilder var scriptedServices: [Binding] {
    if !networks.isEmpty {
      let tap: Expr = Nix.lib["nameValuePair"](
        "\(Nix.nic["tap"])-netdev",
        .set {
          "after" => ["\(Nix.nic["bridge"])-netdev.service"]
          "partOf" => Nix.lib["mkForce"]([])
          "restartIfChanged" => false
          "postStart" => "ip link set dev \(Nix.nic["tap"]) master \(Nix.nic["bridge"])"
        })
      let taps = Nix.lib["listToAttrs"](
        Expr.variable("map")(.lambda("nic", body: tap), .variable("nics")))
      ("scriptedNetworkServices" => .op(lastingInterfaces, .update, taps))
        .commented(
          """
          networkd adds ports to a bridge one by one. Scripted networking takes the bridge down with
          any of them, so there a tap joins by itself, and bridge and taps are left alone by rebuilds.
          """
        ).spaced()
    }
  }

  private var lastingInterfaces: Expr {
    .set {
      for network in networks {
        if case .lan(let lan) = network.connection, lan.vlan != nil {
          Attrpath("\(lan.port)-netdev", "partOf") => Nix.lib["mkForce"]([])
        }
        Attrpath("\(network.bridge)-netdev", "partOf") => Nix.lib["mkForce"]([])
      }
    }
  }
}
