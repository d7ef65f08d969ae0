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
            if interface.model != .virtio { "model" => .str(interface.model.rawValue) }
            if let address = interface.address { "address" => .str(address.description) }
            if let address = interface.address6 { "address6" => .str(address.description) }
            if let gateway = interface.gateway { "gateway" => .str(gateway.description) }
            if let gateway = interface.gateway6 { "gateway6" => .str(gateway.description) }
            if !interface.nameservers.isEmpty {
              "nameservers" => .list(interface.nameservers.map { .str($0.description) })
            }
            if interface.maySpoof { "spoofing" => true }
            if let mtu = network(interface.network, on: host)?.mtu { "mtu" => .int(Int64(mtu)) }
            if isIsolated(interface, on: host) { "isolated" => true }
          }
        }))
    if guest.interfaces.count > HardwarePlan.directCards { paragraph.hasBridges = true }
    configure(guest, on: host, in: &paragraph)
  }

  static func network(_ name: Label, on host: Host) -> Network? {
    host.networks.first { $0.name == name }
  }

  /// Whether the card has nothing to say to others of its network.
  private static func isIsolated(_ interface: Guest.Interface, on host: Host) -> Bool {
    guard let network = network(interface.network, on: host), network.allow != nil else {
      return false
    }
    let filtered = FilteredNetwork(network, guests: host.guests)
    return filtered.cards.contains { card in
      card.tap == interface.tap && FilterRules.isPortIsolated(card, on: filtered)
    }
  }

  private static func bridge(of name: Label, on host: Host) -> InterfaceName {
    // The model has checked that there is one.
    host.networks.first { $0.name == name }?.bridge ?? Derived.bridge(network: name)
  }

  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {
    code.add(
      Nix.lib["concatMap"](.lambda("nic", body: arguments(use, host)), Nix.guest["interfaces"]),
      at: .network)
    guard host.guests.contains(where: { !$0.interfaces.isEmpty }) else { return }
    let unit = ListPart.words(["\(Nix.networkUnit).service"])
    code.unit.requires.append(unit)
    code.unit.after.add(unit, at: .network)
  }

  /// Models other than virtio are counted.
  static var countedAttributes: [CountedAttribute] {
    [
      CountedAttribute(key.name) { value in
        guard case .list(let list) = value else { return [] }
        return list.elements.contains { element in
          guard case .attrSet(let set) = element.expr else { return false }
          return set.bindings.contains { binding in
            if case .attr(let attr) = binding { attr.path.first.fixed == "model" } else { false }
          }
        } ? ["model"] : []
      }
    ]
  }

  private static func arguments(_ use: ModuleUse, _ host: Host) -> Expr {
    let tap = Nix.nic["tap"]
    let hasModels = use.has(key.name, "model")
    let isVirtio = Expr.unary(UnaryOperation(.not, .hasAttr(HasAttr(Nix.nic, "model"))))
    var vhost: Str = Platform(host).hasKVM ? ",vhost=on" : ""
    if hasModels, Platform(host).hasKVM {
      vhost = "\(Nix.lib["optionalString"](isVirtio, ",vhost=on"))"
    }
    let virtio = "virtio-net-pci"
    let model: Str =
      hasModels ? "\(Expr.select(Select(Nix.nic, "model", default: .str(virtio))))" : Str(virtio)
    var card: Str = "\(model),netdev=net-\(tap),mac=\(Nix.nic["mac"]),\(Nix.nic["pci"])"
    if host.networks.contains(where: { $0.mtu != nil }) {
      let largest: Expr = ",host_mtu=\(Expr.variable("toString")(Nix.nic["mtu"]))"
      let hasLargest = Expr.hasAttr(HasAttr(Nix.nic, "mtu"))
      let option = Nix.lib["optionalString"](
        hasModels ? .op(hasLargest, .and, isVirtio) : hasLargest, largest)
      card = "\(card)\(option)"
    }
    return [
      "-netdev", "tap,id=net-\(tap),ifname=\(tap),script=no,downscript=no\(vhost)",
      "-device", .string(card),
    ]
  }
}
