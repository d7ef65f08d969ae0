/// How values are written in QEMU's options.
enum QEMU {
  /// A value inside an option: commas are doubled, because one ends the value (qemu(1), "-drive").
  static func escaped(_ value: String) -> String {
    value.utf8.contains(UInt8(ascii: ",")) ? value.replacing(",", with: ",,") : value
  }
}

extension QEMU {
  /// The socket of a program beside QEMU.
  static func helperSocket(_ helper: String, of guest: Guest) -> String {
    "\(HostNames.runtimeDirectory)/\(guest.name).\(helper).sock"
  }
}
