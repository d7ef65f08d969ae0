/// Something that guests can have, with all that it puts into the module. By itself it puts nothing.
protocol ModuleContributor: SendableMetatype {
  /// Its part of a guest's paragraph: attributes, in full; words for QEMU and settings of the unit
  /// that only this guest has.
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph)

  /// Attributes whose values matter for the shared code.
  static var countedAttributes: [CountedAttribute] { get }

  /// The code that guests share for it.
  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host)

  /// Its settings of the host's kernel and devices.
  static func contribute(to options: inout HostOptions, for guests: [Guest], on host: Host)
}

extension ModuleContributor {
  static func describe(_ guest: Guest, on host: Host, in paragraph: inout GuestParagraph) {}
  static var countedAttributes: [CountedAttribute] { [] }
  static func contribute(to code: inout SharedCode, for use: ModuleUse, on host: Host) {}
  static func contribute(to options: inout HostOptions, for guests: [Guest], on host: Host) {}
}
