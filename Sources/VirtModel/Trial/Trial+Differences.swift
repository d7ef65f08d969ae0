extension Trial {
  /// A difference between a trial and the guest on its host.
  package enum Difference: Equatable {
    /// Its disk is new, and is removed after the trial; files and disks of the host are not used.
    case temporaryDisk
    /// Its processor is emulated.
    case emulated
    /// It has the newest machine type of the installed QEMU.
    case machineType
    /// It has QEMU's user-mode networks.
    case userNetworks
    /// DHCP assigns other addresses than these.
    case otherAddresses([IPv4Address])
    /// It lacks these parts, in this order.
    case leavesOut([Part])
  }

  /// A part of a guest that a trial leaves out.
  package enum Part: Equatable {
    case existingDisks([Label])
    case shares, pci, usb, tpm, userData, secrets, agent, vsock, extraArgs, limits
  }

  /// The differences to the host.
  package var differences: [Difference] {
    var found = [Difference.temporaryDisk]
    if !machine.canVirtualize { found.append(.emulated) }
    found.append(.machineType)
    if !guest.interfaces.isEmpty { found.append(.userNetworks) }
    let others = guest.interfaces.filter { keptNetwork(of: $0) == nil }
    let fixed = others.compactMap(\.address)
    if !fixed.isEmpty { found.append(.otherAddresses(fixed.map(\.address))) }
    let left = leftOut
    if !left.isEmpty { found.append(.leavesOut(left)) }
    return found
  }

  private var leftOut: [Part] {
    let existing = guest.disks.filter { if case .existing = $0.storage { true } else { false } }
    let parts: [(Bool, Part)] = [
      (!existing.isEmpty, .existingDisks(existing.map(\.name))),
      (!guest.shares.isEmpty, .shares), (!guest.pci.isEmpty, .pci), (!guest.usb.isEmpty, .usb),
      (guest.tpm, .tpm), (guest.userData != nil, .userData), (!guest.secrets.isEmpty, .secrets),
      (guest.hasAgent, .agent), (guest.contextID != nil, .vsock),
      (!guest.extraArgs.isEmpty, .extraArgs),
      (
        guest.cpuQuota != nil || guest.cpuPinning != nil || guest.memoryMax != nil
          || guest.hugepages || guest.lockMemory, .limits
      ),
    ]
    return parts.filter(\.0).map(\.1)
  }
}
