import VirtModel

/// The texts about hosts and guests in tables and drawings.
enum DrawingText {
  /// `1 guest`, `2 guests`.
  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }

  /// The platform of a host: `x86_64-linux · kvm`.
  static func platform(of host: Host) -> String {
    "\(host.system.rawValue) · \(host.accelerator.rawValue)"
  }

  /// A host of a fleet: its platform, and whether it gives its guests away.
  static func kind(of machine: Fleet.Machine) -> String {
    machine.host.system.rawValue + (machine.overview.drains ? ", drains" : "")
  }

  /// Tags as words.
  static func tags(_ tags: [Label]) -> String {
    tags.map(\.description).joined(separator: ", ")
  }

  /// A guest's size, and its screen if it has one.
  static func lines(of guest: Guest) -> [String] {
    let size =
      "\(count(guest.cpus.count, "CPU")), \(guest.memory.readable), \(OverviewTable.disks(of: guest))"
    return [size] + (guest.vncDisplay.map { ["VNC \(DisplayText.clean($0.description))"] } ?? [])
  }
}
