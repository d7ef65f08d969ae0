import NixAST

extension Host {
  /// The guests as data: a paragraph each, every value resolved.
  @BindingBuilder var guestData: [Binding] {
    let shared = sharedKeys
    if let shared {
      "sshKeys" => .list(shared.map { .str($0.description) })
    }
    let features = Features(self)
    let data =
      "guests"
      => .set {
        for guest in guests {
          Attrpath(guest.name.description) => paragraph(guest, sharedKeys: shared, features)
        }
      }
    shared == nil ? data : data.spaced()
  }

  /// The keys that all guests have, if that are enough to be worth a name.
  private var sharedKeys: [SSHPublicKey]? {
    guard let first = guests.first?.sshKeys, !first.isEmpty, guests.count > 1 else { return nil }
    let common = first.filter { key in guests.allSatisfy { $0.sshKeys.contains(key) } }
    let areFirst = guests.allSatisfy { $0.sshKeys.starts(with: common) }
    return common.isEmpty || !areFirst ? nil : common
  }

  private func paragraph(
    _ guest: Guest, sharedKeys: [SSHPublicKey]?, _ features: Features
  ) -> Expr {
    .set {
      "user" => .str(guest.user.description)
      "cpus" => guest.cpus.expr
      "memory" => .str(guest.memory.description)
      if case .nixos(let size, _) = guest.rootDisk { "diskSize" => .str(size.description) }
      "interfaces" => .list(guest.interfaces.map { expr(of: $0) })
      if let display = guest.vncDisplay { "vncDisplay" => .str(QEMU.escaped(display.description)) }
      keys(guest.sshKeys, sharedKeys)
      if features.shutdownTimeout == nil { "shutdownTimeout" => .int(Int64(guest.shutdownTimeout)) }
      if features.restart == nil { "restart" => .str(guest.restart.rawValue) }
      if !guest.autostart { "autostart" => false }
      if !guest.restartIfChanged { "restartIfChanged" => false }
      if !guest.after.isEmpty { "after" => .list(guest.after.map { .str($0.description) }) }
      if !guest.limits.isEmpty {
        "limits"
          => .set {
            for limit in guest.limits { Attrpath(limit.key) => .str(limit.value) }
          }
      }
      if !guest.extraArgs.isEmpty { "extraArgs" => .list(guest.extraArgs.map { .str($0) }) }
    }
  }

  private func keys(_ keys: [SSHPublicKey], _ shared: [SSHPublicKey]?) -> Binding {
    let own = keys.dropFirst(shared?.count ?? 0).map { Expr.str($0.description) }
    guard shared != nil else { return "sshKeys" => .list(own) }
    return own.isEmpty
      ? .inherit("sshKeys") : ("sshKeys" => Nix.concat([.variable("sshKeys"), .list(own)]))
  }

  private func expr(of interface: Guest.Interface) -> Expr {
    .set {
      "bridge" => .str(bridge(of: interface.network).description)
      "tap" => .str(interface.tap.description)
      "mac" => .str(interface.mac.description)
    }
  }

  private func bridge(of name: Label) -> InterfaceName {
    // The model has checked that there is one.
    networks.first { $0.name == name }?.bridge ?? Derived.bridge(network: name)
  }
}

extension CPUTopology {
  /// As QEMU's `-smp` takes it: a number, or the layout.
  fileprivate var expr: Expr {
    sockets == 1 && threads == 1
      ? .int(Int64(cores)) : .str("sockets=\(sockets),cores=\(cores),threads=\(threads)")
  }
}
