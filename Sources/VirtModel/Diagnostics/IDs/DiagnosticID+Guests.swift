// Diagnostics of guests, and of what several of them share.
extension DiagnosticID {
  static let derivedNameCollision = error(
    "derived-name-collision",
    cause: "nixvirt derived the same value from two different names.",
    cure: "Set one of the values; the message names the key.")
  static let duplicateDevice = error(
    "duplicate-device",
    cause: "A device is passed to two guests, or to one guest twice.",
    cure: "Keep it in one place.")
  static let duplicateDiskPath = error(
    "duplicate-disk-path",
    cause: "A guest would write to a file or device that another disk uses too.",
    cure: "Use different paths, or make all of these disks read-only.")
  static let duplicateGuest = error(
    "duplicate-guest",
    cause: "Two guests of a fleet have the same name.",
    cure: "Rename one of them. A guest keeps its name on every host it moves to.")
  static let duplicateInterface = error(
    "duplicate-interface",
    cause: "Two bridges, uplinks or tap interfaces have the same name.",
    cure: "Use different names.")
  static let duplicateMAC = error(
    "duplicate-mac",
    cause: "Two network cards have the same MAC address, so packets get lost.",
    cure: "Remove `mac`: nixvirt then derives a different address for each guest.")
  static let duplicateVNCDisplay = error(
    "duplicate-vnc-display",
    cause: """
      Two guests use the same VNC port. The port is 5900 plus the display number, whatever the \
      address is.
      """,
    cure: "Use another number; the message names a free one.")
  static let forbiddenArgument = warning(
    "forbidden-argument",
    cause: "`extraArgs` asks QEMU for something that the guest's unit does not allow.",
    cure: "Use the key that the message names, or remove the argument.")
  static let guestNamedAsHost = warning(
    "guest-named-as-host",
    cause: "A guest has the same name as its host, so prompts and logs of the two look alike.",
    cure: "Rename one of them.")
  static let guestWithoutNetwork = warning(
    "guest-without-network",
    cause: "A guest has no network card because the host has no network.",
    cure: """
      Set `host.nic` or describe a network. If the guest needs none, write `interfaces = [ ];`.
      """)
  static let isoWithoutDisplay = warning(
    "iso-without-display",
    cause: "An installer waits for input, but the guest has no screen.",
    cure: "Set `vncDisplay`.")
  static let missingFile = warning(
    "missing-file",
    cause: """
      An image, an installer or a NixOS module that the description names by a Nix path does not \
      exist where the description is read.
      """,
    cure: """
      Correct the path, or put the file there before the host is built. Paths in quotes that \
      start with `/` are files of the host, and are not looked for.
      """)
  static let noGuests = error(
    "no-guests",
    cause: "The module contains no set of guests.",
    cure: "Name the set `guests`.")
  static let noLogin = warning(
    "no-login",
    cause: "Nobody can log in to a guest: it has no SSH key, and nixvirt knows of no password.",
    cure: "Add a public key to `host.sshKeys` or to the guest's `sshKeys`.")
  static let openDisplay = warning(
    "open-display",
    cause: """
      Everyone who can reach the host can see and use the guest's screen: VNC asks for no \
      password.
      """,
    cure: "Use `localhost`, and connect through SSH: `ssh -L 5901:localhost:5901 host`.")
  static let orderCycle = error(
    "order-cycle",
    cause: "The `after` lists of guests form a cycle.",
    cure: "Remove one of the entries.")
  static let packedImage = error(
    "packed-image",
    cause: """
      The image or installer is a compressed file or an archive, not the contents of a disk.
      """,
    cure: "Unpack it, and use the file inside.")
  static let sampleKey = warning(
    "sample-key",
    cause: "The public key is the one in nixvirt's examples. Nobody has its private key.",
    cure: "Write your own public key.")
  static let smallDisk = warning(
    "small-disk",
    cause: "A disk is too small for the system that is installed on it.",
    cure: "Make it larger.")
  static let smallMemory = warning(
    "small-memory",
    cause: "A guest has less memory than its operating system needs to start.",
    cure: "Give it more.")
  static let unknownGuest = error(
    "unknown-guest",
    cause: "A key names a guest that does not exist.",
    cure: "Correct the name; the message suggests the nearest one.")
  static let userDataHeader = error(
    "user-data-header",
    cause: """
      cloud-init recognizes user data by its first line, and ignores a file that starts with \
      another one.
      """,
    cure: "Start the file with `#cloud-config`, `#!`, or another header of cloud-init.")
  static let userDataSecret = warning(
    "user-data-secret",
    cause: "User data is copied into the Nix store, where every user of the host can read it.",
    cure: "Remove the secret from the file, and set it in the guest.")
  static let vncSocketPlace = error(
    "vnc-socket-place",
    cause: "The guest's user cannot create the socket of the VNC display in this place.",
    cure: "Put the socket into the guest's directory under `/run/guests`.")

  static let ofGuests = [
    derivedNameCollision, duplicateDevice, duplicateDiskPath, duplicateGuest, duplicateInterface,
    duplicateMAC, duplicateVNCDisplay, forbiddenArgument, guestNamedAsHost, guestWithoutNetwork,
    isoWithoutDisplay, missingFile, noGuests, noLogin, openDisplay, orderCycle, packedImage,
    sampleKey, smallDisk, smallMemory, unknownGuest, userDataHeader, userDataSecret,
    vncSocketPlace,
  ]
}
