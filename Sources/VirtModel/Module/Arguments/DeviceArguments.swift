import NixAST

extension Host {
  /// The arguments for what only this guest has: parts of the host, programs beside QEMU. They are
  /// written out in its paragraph.
  func devices(of guest: Guest) -> [String] {
    var arguments: [String] = []
    func add(_ option: String, _ value: String) { arguments += [option, value] }
    var sockets: String { "/run/guests/\(guest.name)." }
    if !guest.shares.isEmpty {
      // The other program reads the guest's memory.
      add("-object", "memory-backend-memfd,id=memory,size=\(guest.memory),share=on")
      add("-machine", "memory-backend=memory")
    }
    for share in guest.shares {
      add("-chardev", "socket,id=share-\(share.tag),path=\(sockets)share-\(share.tag).sock")
      add("-device", "vhost-user-fs-pci,chardev=share-\(share.tag),tag=\(share.tag)")
    }
    if let fstab = guest.fstab {
      add("-smbios", "type=11,value=io.systemd.credential:fstab.extra=\(QEMU.escaped(fstab))")
    }
    if guest.tpm {
      add("-chardev", "socket,id=tpm,path=\(sockets)tpm.sock")
      add("-tpmdev", "emulator,id=tpm,chardev=tpm")
      add("-device", system == .arm ? "tpm-tis-device,tpmdev=tpm" : "tpm-crb,tpmdev=tpm")
    }
    if guest.ready {
      let id = guest.contextID
      add("-device", "vhost-vsock-pci,guest-cid=\(id)")
      add(
        "-smbios", "type=11,value=io.systemd.credential:vmm.notify_socket=vsock-stream:2:\(id)")
    }
    for address in guest.pci { add("-device", "vfio-pci,host=\(address)") }
    if !guest.usb.isEmpty { add("-device", "qemu-xhci,id=usb") }
    for device in guest.usb {
      add(
        "-device", "usb-host,bus=usb.0,vendorid=0x\(device.vendor),productid=0x\(device.product)")
    }
    return arguments
  }
}

extension Guest {
  /// The mounts of its shares, as lines of fstab(5); nil if there are none.
  fileprivate var fstab: String? {
    let lines = shares.compactMap { share in
      share.target.map { target in
        "\(share.tag) \(Fstab.field(target)) virtiofs \(share.readOnly ? "ro" : "rw") 0 0"
      }
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}

/// Text as fstab(5) takes it.
private enum Fstab {
  static func field(_ path: AbsolutePath) -> String {
    path.description.replacing("\\", with: "\\134").replacing(" ", with: "\\040")
  }
}
