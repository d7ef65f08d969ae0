extension Trial {
  /// The differences to the host, in sentences.
  package var differences: [String] {
    var lines = ["The disk is new and temporary. Files and disks of the host are not used."]
    if !machine.canVirtualize {
      lines.append("The processor is emulated, without KVM: everything is slow.")
    }
    lines.append("The machine type is the newest of the installed QEMU.")
    lines += networkDifferences
    let left = leftOut
    if !left.isEmpty { lines.append("The guest is without \(left.joined(separator: ", ")).") }
    return lines
  }

  private var networkDifferences: [String] {
    if guest.interfaces.isEmpty { return [] }
    var lines = [
      "Networks are QEMU's user-mode networks: no other guest is there, and only this machine reaches"
        + " the guest, over SSH. Rules and forwarded ports do not apply."
    ]
    let others = guest.interfaces.filter { keptNetwork(of: $0) == nil }
    let fixed = others.compactMap(\.address)
    if !fixed.isEmpty {
      let list = fixed.map(\.address.description).joined(separator: ", ")
      lines.append("The fixed address \(list) is not used: DHCP assigns another one.")
    }
    return lines
  }

  /// The parts of the guest that a trial leaves out.
  private var leftOut: [String] {
    let existing = guest.disks.filter { if case .existing = $0.storage { true } else { false } }
    let parts: [(Bool, String)] = [
      (
        !existing.isEmpty,
        "existing disks (\(existing.map(\.name.description).joined(separator: ", ")))"
      ),
      (!guest.shares.isEmpty, "shares"),
      (!guest.pci.isEmpty, "PCI devices"),
      (!guest.usb.isEmpty, "USB devices"),
      (guest.tpm, "a TPM"),
      (guest.userData != nil, "its user data"),
      (!guest.secrets.isEmpty, "its secrets"),
      (guest.hasAgent, "the channel of the guest agent"),
      (guest.contextID != nil, "vsock"),
      (!guest.extraArgs.isEmpty, "extraArgs"),
      (
        guest.cpuQuota != nil || guest.cpuPinning != nil || guest.memoryMax != nil
          || guest.hugepages || guest.lockMemory, "limits and pinning of processors and memory"
      ),
    ]
    return parts.filter(\.0).map(\.1)
  }
}
