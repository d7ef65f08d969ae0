import NixAST

/// How values are written in QEMU's options.
enum QEMU {
  /// A value inside an option: commas are doubled, because one ends the value (qemu(1), "-drive").
  static func escaped(_ value: String) -> String {
    value.replacingBytes(of: ",", with: ",,")
  }
}

extension QEMU {
  /// The socket of a program beside QEMU.
  static func helperSocket(_ helper: String, of guest: Guest) -> String {
    helperSocket(helper, of: guest.name)
  }

  static func helperSocket(_ helper: String, of guest: GuestName) -> String {
    "\(HostNames.runtimeDirectory)/\(guest).\(helper).sock"
  }
}
