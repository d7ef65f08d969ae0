import NixAST

/// Which host each guest is on that leaves its host out. It is kept in a file beside the description
/// (`guests.placement.nix`), as a guest stays where its disk is:
///
/// ```nix
/// {
///   db = "alpha";
///   web = "beta";
/// }
/// ```
public struct Assignment: Sendable, Equatable {
  /// The host of each guest.
  public var hosts: [GuestName: HostName]

  /// An assignment; without arguments, of nothing.
  public init(_ hosts: [GuestName: HostName] = [:]) {
    self.hosts = hosts
  }

  /// Reads an assignment from data.
  init?(_ value: DataValue, _ diagnostics: inout Diagnostics) {
    let entries = ValueParser<[Named<GuestName, HostName>]>.map(
      "the name of a guest", rule: GuestName.rule, pattern: guestNamePattern, { GuestName($0) },
      .hostName)
    guard let read = entries.read(value, .root, &diagnostics) else { return nil }
    self.init(
      Dictionary(
        read.map { ($0.name.value, $0.content) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The text of the file.
  ///
  /// - Parameter descriptionName: what the file calls the description.
  public func text(descriptionName: String) -> Checked<String> {
    let bindings = hosts.sorted { $0.key < $1.key }.map { guest, host in
      Attrpath(guest.description) => .str(host.description)
    }
    return NixFile(
      header: [
        .comment("The placement of the guests in \(descriptionName)."),
        .comment("Written by `nixvirt place`. Commit this file: a guest stays where its disk is."),
      ], .set { bindings }
    ).text()
  }
}
