// Diagnostics of keys and their values.
extension DiagnosticID {
  static let conflictingKeys = error(
    "conflicting-keys",
    cause: "Two keys conflict.",
    cure: "Keep one of them.")
  static let invalidAddress = error(
    "invalid-address",
    cause: "The text is not an IPv4 address.",
    cure: """
      Write four numbers separated by dots, followed by `/` and a prefix length if the key needs \
      one.
      """)
  static let invalidCalendarEvent = error(
    "invalid-calendar-event",
    cause: "The text is not a systemd calendar event.",
    cure: "Write one, such as `Sun 03:00` or `daily`. `systemd-analyze calendar` explains them.")
  static let invalidCPUList = error(
    "invalid-cpu-list",
    cause: "The text is not a list of CPUs.",
    cure: "Write numbers and ranges, separated by commas.")
  static let invalidHash = error(
    "invalid-hash",
    cause: "The text is not a SHA-256 or SHA-512 hash in the form that Nix uses.",
    cure: "`nixvirt image URL SUM` prints it for a line of the server's `SHA256SUMS`.")
  static let invalidInterfaceName = error(
    "invalid-interface-name",
    cause: "The text is not a valid interface name.",
    cure: "Use at most 15 letters, digits, `.`, `_` and `-`.")
  static let invalidMAC = error(
    "invalid-mac",
    cause: "The text is not a MAC address of a single network card.",
    cure: "Write six pairs of hexadecimal digits. The first pair must be even.")
  static let invalidName = error(
    "invalid-name",
    cause: """
      A guest, network, disk or share has a name that is not valid for its unit, directory or \
      device.
      """,
    cure: "Use letters, digits and hyphens, as the message explains.")
  static let invalidPath = error(
    "invalid-path",
    cause: "The text is not a path of the kind that the key needs.",
    cure: "Write paths of the host as strings that start with `/`.")
  static let invalidPCIAddress = error(
    "invalid-pci-address",
    cause: "The text is not a PCI address.",
    cure: "Write domain, bus, slot and function, as `lspci -D` prints them.")
  static let invalidQuota = error(
    "invalid-quota",
    cause: "The text is not a share of CPU time.",
    cure: "Write a percentage of one CPU.")
  static let invalidSize = error(
    "invalid-size",
    cause: "The text is not a size.",
    cure: "Write an integer and a unit: `512m`, `40g`.")
  static let invalidSSHKey = error(
    "invalid-ssh-key",
    cause: "The text is not an OpenSSH public key, or part of it is missing.",
    cure: "Copy the whole line from the `.pub` file.")
  static let invalidSubnet = error(
    "invalid-subnet",
    cause: "The text is not an IPv4 network, or the network is too small for guests.",
    cure: "Write the lowest address and a prefix length of at most 29.")
  static let invalidURL = error(
    "invalid-url",
    cause: "The text is not the address of a file that Nix can fetch.",
    cure: "Write an address of http, https or ftp, without a password.")
  static let invalidUSBID = error(
    "invalid-usb-id",
    cause: "The text is not a USB device.",
    cure: "Write vendor and product, as `lsusb` prints them.")
  static let invalidVNCDisplay = error(
    "invalid-vnc-display",
    cause: "The text is not a VNC display.",
    cure: "Write an address and a number, or `unix:` and the path of a socket.")
  static let missingKey = error(
    "missing-key",
    cause: "A required key is missing.",
    cure: "Add it; the message shows how.")
  static let outOfRange = error(
    "out-of-range",
    cause: "A number is outside its limits.",
    cure: "Use a number within the limits that the message names.")
  static let pathInHome = warning(
    "path-in-home",
    cause: "A disk or share is in a home directory, which the guest's user usually cannot enter.",
    cure: """
      Move it, or let the user `guest-<name>` enter the directory, as the message explains.
      """)
  static let privateKey = error(
    "private-key",
    cause: "The description contains a private key. nixvirt never prints it.",
    cure: """
      Remove it and write the public key. Treat the key pair as compromised if the file was ever \
      shared.
      """)
  static let sizeWithoutUnit = error(
    "size-without-unit",
    cause: "A size has no unit, so it could mean bytes or mebibytes.",
    cure: "Add `m` or `g`.")
  static let storePathAsText = warning(
    "store-path-as-text",
    cause: """
      A disk or share is in the Nix store, and nothing protects it from the garbage collector.
      """,
    cure: "Create a garbage collector root for it, as the message explains.")
  static let unknownKey = error(
    "unknown-key",
    cause: "The key does not exist.",
    cure: "Correct the key; the message suggests the nearest one.")
  static let unknownValue = error(
    "unknown-value",
    cause: "The value is not one of those that the key accepts.",
    cure: "Use one of the values that the message lists.")
  static let unquotedText = error(
    "unquoted-text",
    cause: "A size, an address or another text that starts with a digit has no quotes.",
    cure: "Put it in quotes.")
  static let unusablePath = error(
    "unusable-path",
    cause: "The guest's unit cannot see, or cannot write to, the file or directory.",
    cure: "Move it. Units can see `/var/lib`, `/srv`, `/mnt` and other places for data.")
  static let unusedKeys = warning(
    "unused-keys",
    cause: """
      A key has no effect: SSH keys of a guest that a person installs, or nobody; a replica on \
      the guest's own host; or a host name that a fleet has already.
      """,
    cure: """
      Add SSH keys in the guest. Otherwise, correct or remove the key as the message explains.
      """)
  static let wrongType = error(
    "wrong-type",
    cause: "The value has the wrong type.",
    cure: "Write a value of the type that the message names.")

  static let ofValues = [
    conflictingKeys, invalidAddress, invalidCalendarEvent, invalidCPUList, invalidHash,
    invalidInterfaceName, invalidMAC, invalidName, invalidPath, invalidPCIAddress, invalidQuota,
    invalidSize, invalidSSHKey, invalidSubnet, invalidURL, invalidUSBID, invalidVNCDisplay,
    missingKey, outOfRange, pathInHome, privateKey, sizeWithoutUnit, storePathAsText, unknownKey,
    unknownValue, unquotedText, unusablePath, unusedKeys, wrongType,
  ]
}
