import VirtModel

extension Trial.Difference {
  /// A sentence about it.
  var sentence: String {
    switch self {
    case .temporaryDisk:
      "The disk is new and temporary. Files and disks of the host are not used."
    case .emulated: "The processor is emulated, without KVM: everything is slow."
    case .machineType: "The machine type is the newest of the installed QEMU."
    case .userNetworks:
      "Networks are QEMU's user-mode networks: no other guest is there, and only this machine reaches"
        + " the guest, over SSH. Rules and forwarded ports do not apply."
    case .otherAddresses(let addresses):
      "The fixed address \(addresses.map(\.description).joined(separator: ", ")) is not used: DHCP"
        + " assigns another one."
    case .leavesOut(let parts):
      "The guest is without \(parts.map(\.words).joined(separator: ", "))."
    }
  }
}

extension Trial.Part {
  fileprivate var words: String {
    switch self {
    case .existingDisks(let names):
      "existing disks (\(names.map(\.description).joined(separator: ", ")))"
    case .shares: "shares"
    case .pci: "PCI devices"
    case .usb: "USB devices"
    case .tpm: "a TPM"
    case .userData: "its user data"
    case .secrets: "its secrets"
    case .agent: "the channel of the guest agent"
    case .vsock: "vsock"
    case .extraArgs: "extraArgs"
    case .limits: "limits and pinning of processors and memory"
    }
  }
}
