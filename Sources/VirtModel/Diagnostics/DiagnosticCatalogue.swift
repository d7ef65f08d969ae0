/// What the diagnostics mean: the text of `docs/diagnostics.md`, where each has an example.
public enum DiagnosticCatalogue {
  /// One kind of finding.
  public struct Entry: Hashable, Sendable {
    /// The id.
    public let id: String
    /// Why it is reported, a sentence in Markdown.
    public let cause: String
    /// What to do, a sentence in Markdown.
    public let cure: String

    init(_ id: String, _ cause: String, _ cure: String) {
      self.id = id
      self.cause = cause
      self.cure = cure
    }
  }

  /// All kinds, by id.
  public static let entries = (hostEntries + fleetEntries).sorted { $0.id < $1.id }

  private static let hostEntries: [Entry] = [
    Entry(
      "address-outside-subnet",
      "An address is not one that a host can have in its network.",
      "Use an address between the network's first and last one."),
    Entry(
      "byte-order-mark",
      "The file starts with a byte order mark, which Nix refuses.",
      "Save it as UTF-8 without one."),
    Entry(
      "computed-name",
      "A name is computed where Nix wants a fixed one.",
      "Write the name itself."),
    Entry(
      "conflicting-keys",
      "Two keys say different things about the same.",
      "Keep the one that is meant."),
    Entry(
      "control-character",
      "A text holds a line break or another control character that cannot be passed on.",
      "Leave it out."),
    Entry(
      "cpus-exceed-host",
      "A guest has, or is pinned to, more CPUs than `host.cpus`.",
      "Give it fewer, or correct `host.cpus`."),
    Entry(
      "derived-name-collision",
      "Two values that are made from names came out the same.",
      "Set one of them; the message names the key."),
    Entry(
      "duplicate-attribute",
      "An attribute is given twice, which Nix refuses.",
      "Keep one."),
    Entry(
      "duplicate-device",
      "A device is passed to two guests, or twice to one.",
      "Leave it to one of them."),
    Entry(
      "duplicate-disk-path",
      "Two guests would write to one file or device.",
      "Give each its own, or make all but one read-only."),
    Entry(
      "duplicate-formal",
      "A function names an argument twice, which Nix refuses.",
      "Remove one. A description is no function anyway: see `needs-evaluation`."),
    Entry(
      "duplicate-interface",
      "One name is used for two of: bridges, uplinks, tap interfaces.",
      "Give each its own."),
    Entry(
      "duplicate-mac",
      "Two network cards have one MAC address: packets get lost.",
      "Leave `mac` out, and every guest gets its own."),
    Entry(
      "duplicate-vnc-display",
      "Two guests want one port. The port of a display is its number and 5900, whatever "
        + "the address.",
      "Use another number; the message names a free one."),
    Entry(
      "empty-file",
      "The file has no expression.",
      "Write a set."),
    Entry(
      "file-too-large",
      "The file has more than 4 GiB.",
      "Split it."),
    Entry(
      "integer-out-of-range",
      "An integer has more than 63 bits.",
      "Write a smaller one."),
    Entry(
      "invalid-address",
      "A text is no IPv4 address.",
      "Write four numbers, and behind a `/` the length of the prefix where it is "
        + "wanted."),
    Entry(
      "invalid-character",
      "A character cannot stand where it does, or looks like another one.",
      "The message names the character; often it is a quote or a space from a word "
        + "processor."),
    Entry(
      "invalid-cpu-list",
      "A text is no list of CPUs.",
      "Write numbers and ranges with commas between them."),
    Entry(
      "invalid-float",
      "A number is too large or too small for a float.",
      "A description needs no floats: write an integer."),
    Entry(
      "invalid-interface-name",
      "A text cannot be the name of a network interface.",
      "Use at most 15 letters, digits, `.`, `_` and `-`."),
    Entry(
      "invalid-mac",
      "A text is no MAC address of a single station.",
      "Write six pairs of hexadecimal digits; the first pair is even."),
    Entry(
      "invalid-name",
      "A guest, network, disk or share has a name that its unit, directory or device "
        + "cannot have.",
      "Use letters, digits and hyphens, as the message says."),
    Entry(
      "invalid-path",
      "A text is not the kind of path that is wanted.",
      "Name files of the host from the root, as strings."),
    Entry(
      "invalid-pci-address",
      "A text is no PCI address.",
      "Write domain, bus, slot and function, as `lspci -D` shows them."),
    Entry(
      "invalid-quota",
      "A text is no share of CPU time.",
      "Write percent of one CPU."),
    Entry(
      "invalid-size",
      "A text is no size.",
      "Write an integer and a unit: `512m`, `40g`."),
    Entry(
      "invalid-ssh-key",
      "A text is no public key of OpenSSH, or not a whole one.",
      "Copy the one line of a `.pub` file."),
    Entry(
      "invalid-subnet",
      "A text is no IPv4 network, or has no room for guests.",
      "Write the lowest address and the length of the prefix, at most 29."),
    Entry(
      "invalid-usb-id",
      "A text is no USB device.",
      "Write vendor and product, as `lsusb` shows them."),
    Entry(
      "invalid-utf8",
      "The file is not UTF-8.",
      "Save it as UTF-8."),
    Entry(
      "invalid-vnc-display",
      "A text is no VNC display.",
      "Write an address and a number, or a socket's path behind `unix:`."),
    Entry(
      "json-duplicate-key",
      "A key of an object is given twice.",
      "Keep one."),
    Entry(
      "json-number",
      "A number is too large.",
      "Write a smaller one."),
    Entry(
      "json-syntax",
      "The text is not JSON.",
      "The message says what was expected instead."),
    Entry(
      "json-too-deep",
      "The JSON is nested too deeply for a description.",
      "Look for brackets that are not closed."),
    Entry(
      "memory-exceeds-host",
      "A guest, or all guests that start with the host, have more memory than "
        + "`host.memory`.",
      "Give them less, or correct `host.memory`."),
    Entry(
      "missing-key",
      "Something that must be given is not.",
      "Add it; the message shows how."),
    Entry(
      "missing-semicolon",
      "There is no semicolon behind a value.",
      "Write one where the message points."),
    Entry(
      "needs-evaluation",
      "A description is data that can be read without Nix, and this one has something "
        + "to evaluate.",
      "Write the value itself, or let Nix evaluate it and give the result as JSON."),
    Entry(
      "nesting-too-deep",
      "Brackets are nested too deeply.",
      "Look for brackets that are not closed."),
    Entry(
      "no-network",
      "A guest has a network card, and the host no network.",
      "Give `host.nic`, or describe a network."),
    Entry(
      "nul-in-source",
      "The file holds the character U+0000, which no text has.",
      "Remove it; the file may be of another kind."),
    Entry(
      "order-cycle",
      "Guests are to be started after each other in a circle.",
      "Remove one of the mentions."),
    Entry(
      "out-of-range",
      "A number is outside its limits.",
      "The message says the limits."),
    Entry(
      "path-trailing-slash",
      "A Nix path ends in a slash, which Nix refuses.",
      "Leave it out."),
    Entry(
      "private-key",
      "There is a private key in the description. It is not shown again anywhere.",
      "Remove it, replace the pair of keys if the file was shared, and write the public "
        + "key."),
    Entry(
      "size-without-unit",
      "A size has no unit, so it could be bytes or mebibytes.",
      "Add `m` or `g`."),
    Entry(
      "subnets-overlap",
      "Two networks of the host share addresses.",
      "Move one of them."),
    Entry(
      "syntax",
      "The text is not Nix.",
      "The message says what was expected, and what was found."),
    Entry(
      "too-many-errors",
      "There are so many mistakes that the file may be of another language.",
      "Mend the first ones."),
    Entry(
      "unclosed",
      "A bracket, string or comment is never closed.",
      "Close it; the message points to where it was opened."),
    Entry(
      "unknown-guest",
      "A guest is mentioned that is not described.",
      "Correct the name; the message has the nearest one."),
    Entry(
      "unknown-key",
      "A key does not exist.",
      "Correct it; the message has the nearest one."),
    Entry(
      "unknown-network",
      "A network is mentioned that is not described.",
      "Correct the name, or describe the network."),
    Entry(
      "unknown-value",
      "A text is none of the few that a key takes.",
      "Use one of them."),
    Entry(
      "vnc-socket-place",
      "The socket of a VNC display is where the guest's user cannot make it.",
      "Put it into the guest's directory below `/run/guests`."),
    Entry(
      "wireless-uplink",
      "A Wi-Fi card is to be put into a bridge, which access points do not allow.",
      "Use a wired card, or put the guests behind the host."),
    Entry(
      "wrong-type",
      "A value is of another type than the key takes.",
      "The message says which is wanted."),
  ]
}
