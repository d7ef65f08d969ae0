import NixAST

extension Interfaces {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {
    paragraph.set(
      "interfaces",
      .list(
        guest.interfaces.enumerated().map { index, interface in
          .set {
            "bridge" => .str(bridge(of: interface.network, on: host).description)
            "tap" => .str(interface.tap.description)
            "mac" => .str(interface.mac.description)
            "pci" => .str(HardwarePlan.card(index).properties)
          }
        }))
    if guest.interfaces.count > HardwarePlan.directCards { paragraph.hasBridges = true }
  }

  private static func bridge(of name: Label, on host: Host) -> InterfaceName {
    // The model has checked that there is one.
    host.networks.first { $0.name == name }?.bridge ?? Derived.bridge(network: name)
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    code.add(
      Nix.lib["concatMap"](.lambda("nic", body: arguments(host)), Nix.guest["interfaces"]),
      at: .network)
    code.unit.variables += [
      "taps" => Expr.variable("map")(.lambda("nic", body: Nix.nic["tap"]), Nix.guest["interfaces"]),
      "tapDevices"
        => Expr.variable("map")(.lambda("tap", body: device), .variable("taps")),
    ]
    code.unit.wants.add(.list(.variable("tapDevices")), at: .network)
    code.unit.after.add(.list(.variable("tapDevices")), at: .network)
    let services = Expr.variable("map")(
      .lambda("tap", body: "\(Expr.variable("tap"))-netdev.service"), .variable("taps"))
    code.unit.after.add(.list(services), at: .network)
  }

  private static func arguments(_ host: Host) -> Expr {
    let tap = Nix.nic["tap"]
    let vhost = Platform(host).hasKVM ? ",vhost=on" : ""
    return [
      "-netdev", "tap,id=net-\(tap),ifname=\(tap),script=no,downscript=no\(vhost)",
      "-device", "virtio-net-pci,netdev=net-\(tap),mac=\(Nix.nic["mac"]),\(Nix.nic["pci"])",
    ]
  }

  /// systemd's unit of a network device.
  private static var device: Expr {
    let escaped = Nix.lib["replaceStrings"](["-"], ["\\x2d"], .variable("tap"))
    return "sys-subsystem-net-devices-\(escaped).device"
  }
}
