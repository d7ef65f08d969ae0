extension DiagnosticID {
  /// Cause and cure.
  var documentation: (cause: String, cure: String) {
    switch self {
    case .forbiddenArgument:
      (
        "`extraArgs` asks QEMU for something that the guest's unit does not allow.",
        "Use the key that the message names, or remove the argument."
      )
    case .guestNamedAsHost:
      (
        "A guest has the same name as its host, so prompts and logs of the two look alike.",
        "Rename one of them."
      )
    case .guestWithoutNetwork:
      (
        "A guest has no network card because the host has no network.",
        "Set `host.nic` or describe a network. If the guest needs none, write `interfaces = "
          + "[ ];`."
      )
    case .isoWithoutDisplay:
      (
        "An installer waits for input, but the guest has no screen.",
        "Set `vncDisplay`."
      )
    case .noAddress:
      (
        "A guest is on a NAT network with `dhcp = false`, and its card has no `address`.",
        "Remove `dhcp = false`, or give the card an address. A guest that serves DHCP itself needs"
          + " `spoofing = true`, and keeps this warning away."
      )
    case .noLogin:
      (
        "Nobody can log in to a guest: it has no SSH key, and nixvirt knows of no password.",
        "Add a public key to `host.sshKeys` or to the guest's `sshKeys`."
      )
    case .missingFile:
      (
        "An image, an installer or a NixOS module that the description names by a Nix path does not exist where the description is read.",
        "Correct the path, or put the file there before the host is built. Paths in quotes that start with `/` are files of the host, and are not looked for."
      )
    case .openDisplay:
      (
        "Everyone who can reach the host can see and use the guest's screen: VNC asks for no "
          + "password.",
        "Use `localhost`, and connect through SSH: `ssh -L 5901:localhost:5901 host`."
      )
    case .sampleCard:
      (
        "The network card is the one in nixvirt's examples. If the host's card has another name, the "
          + "host loses its network in the next rebuild.",
        "Write the name of your host's card, from `ip -brief link`."
      )
    case .sampleKey:
      (
        "The public key is the one in nixvirt's examples. Nobody has its private key.",
        "Write your own public key."
      )
    case .smallDisk:
      (
        "A disk is too small for the system that is installed on it.",
        "Make it larger."
      )
    case .smallMemory:
      (
        "A guest has less memory than its operating system needs to start.",
        "Give it more."
      )
    case .alreadyDescription:
      (
        "The file to import is already a description.",
        "Generate the module from it: `nixvirt generate`."
      )
    case .importedOtherwise:
      (
        "The description expresses a setting of the module in a different way.",
        "Compare it with the module; the message names the difference."
      )
    case .internalError:
      (
        "nixvirt produced something that cannot be written as Nix. This is a bug.",
        "Report it, together with the description."
      )
    case .noGuests:
      (
        "The module contains no set of guests.",
        "Name the set `guests`."
      )
    case .notImported:
      (
        "A description has no key for a setting of the module.",
        "If you still need the setting, move it to another module of the host."
      )
    case .addressOutsideSubnet:
      (
        "An address is not a host address of its network.",
        "Use an address between the first and the last one of the network."
      )
    case .affinity:
      (
        "Guests that must be on different hosts (`antiAffinity`) share one, or guests that "
          + "must share a host (`affinity`, `after`) do not.",
        "Move one of the guests, or change the rule."
      )
    case .byteOrderMark:
      (
        "The file starts with a byte order mark. Nix refuses it.",
        "Save the file as UTF-8 without a byte order mark."
      )
    case .computedName:
      (
        "A name is computed in a place where Nix requires a fixed one.",
        "Write the name itself."
      )
    case .conflictingKeys:
      (
        "Two keys conflict.",
        "Keep one of them."
      )
    case .controlCharacter:
      (
        "A text contains a line break or another control character that cannot be passed on.",
        "Remove the character."
      )
    case .cpusExceedHost:
      (
        "A guest has, or is pinned to, more CPUs than `host.cpus`.",
        "Reduce them, or correct `host.cpus`."
      )
    case .derivedNameCollision:
      (
        "nixvirt derived the same value from two different names.",
        "Set one of the values; the message names the key."
      )
    case .drainingHost:
      (
        "A host with `drain = true` still has guests.",
        "Move guests that are described under the host to the top-level `guests`, and run"
          + " `nixvirt place` and `nixvirt plan`."
      )
    case .duplicateAddress:
      (
        "Two guests of a network, or two hosts of a fleet, have the same fixed address.",
        "Use different addresses. `networks` that all hosts share cannot have an address."
      )
    case .duplicateAttribute:
      (
        "An attribute is defined twice. Nix refuses this.",
        "Remove one of the definitions."
      )
    case .duplicateDevice:
      (
        "A device is passed to two guests, or to one guest twice.",
        "Keep it in one place."
      )
    case .duplicateDiskPath:
      (
        "A guest would write to a file or device that another disk uses too.",
        "Use different paths, or make all of these disks read-only."
      )
    case .duplicateFormal:
      (
        "A function has two arguments with the same name. Nix refuses this.",
        "Remove one. A description cannot be a function anyway; see `needs-evaluation`."
      )
    case .duplicateGuest:
      (
        "Two guests of a fleet have the same name.",
        "Rename one of them. A guest keeps its name on every host it moves to."
      )
    case .duplicateHost:
      (
        "Two hosts of a fleet have the same name.",
        "Rename one of them."
      )
    case .duplicateInterface:
      (
        "Two bridges, uplinks or tap interfaces have the same name.",
        "Use different names."
      )
    case .duplicateMAC:
      (
        "Two network cards have the same MAC address, so packets get lost.",
        "Remove `mac`: nixvirt then derives a different address for each guest."
      )
    case .duplicateVNCDisplay:
      (
        "Two guests use the same VNC port. The port is 5900 plus the display number, "
          + "whatever the address is.",
        "Use another number; the message names a free one."
      )
    case .emptyFile:
      (
        "The file contains no expression.",
        "Write an attribute set."
      )
    case .fileTooLarge:
      (
        "The file is larger than 2 GiB.",
        "Split it."
      )
    case .fleetInsteadOfHost:
      (
        "The description has `hosts`, but a single host is needed here.",
        "Use a command that accepts fleets, or the description of a single host."
      )
    case .hostInsteadOfFleet:
      (
        "The description has a single host, so no placement is possible.",
        "Place only the guests of fleets: all guests of a single host run on it."
      )
    case .integerOutOfRange:
      (
        "An integer does not fit into 64 bits.",
        "Write a smaller number."
      )
    case .invalidAddress:
      (
        "The text is not an IPv4 address.",
        "Write four numbers separated by dots, followed by `/` and a prefix length if the "
          + "key needs one."
      )
    case .invalidCalendarEvent:
      (
        "The text is not a systemd calendar event.",
        "Write one, such as `Sun 03:00` or `daily`. `systemd-analyze calendar` explains them."
      )
    case .invalidCharacter:
      (
        "A character is not allowed here, or looks like another one.",
        "Replace the character that the message names. Word processors often change quotes "
          + "and spaces."
      )
    case .invalidCPUList:
      (
        "The text is not a list of CPUs.",
        "Write numbers and ranges, separated by commas."
      )
    case .invalidFloat:
      (
        "The number is too large or too small for a float.",
        "Write an integer; no key needs a float."
      )
    case .invalidInterfaceName:
      (
        "The text is not a valid interface name.",
        "Use at most 15 letters, digits, `.`, `_` and `-`."
      )
    case .invalidMAC:
      (
        "The text is not a MAC address of a single network card.",
        "Write six pairs of hexadecimal digits. The first pair must be even."
      )
    case .invalidName:
      (
        "A guest, network, disk or share has a name that is not valid for its unit, "
          + "directory or device.",
        "Use letters, digits and hyphens, as the message explains."
      )
    case .invalidPath:
      (
        "The text is not a path of the kind that the key needs.",
        "Write paths of the host as strings that start with `/`."
      )
    case .invalidPCIAddress:
      (
        "The text is not a PCI address.",
        "Write domain, bus, slot and function, as `lspci -D` prints them."
      )
    case .invalidQuota:
      (
        "The text is not a share of CPU time.",
        "Write a percentage of one CPU."
      )
    case .invalidSize:
      (
        "The text is not a size.",
        "Write an integer and a unit: `512m`, `40g`."
      )
    case .invalidSSHKey:
      (
        "The text is not an OpenSSH public key, or part of it is missing.",
        "Copy the whole line from the `.pub` file."
      )
    case .invalidSubnet:
      (
        "The text is not an IPv4 network, or the network is too small for guests.",
        "Write the lowest address and a prefix length of at most 29."
      )
    case .invalidHash:
      (
        "The text is not a SHA-256 or SHA-512 hash in the form that Nix uses.",
        "`nixvirt image URL SUM` prints it for a line of the server's `SHA256SUMS`."
      )
    case .invalidURL:
      (
        "The text is not the address of a file that Nix can fetch.",
        "Write an address of http, https or ftp, without a password."
      )
    case .invalidUSBID:
      (
        "The text is not a USB device.",
        "Write vendor and product, as `lsusb` prints them."
      )
    case .invalidUTF8:
      (
        "The file is not UTF-8.",
        "Save the file as UTF-8."
      )
    case .invalidVNCDisplay:
      (
        "The text is not a VNC display.",
        "Write an address and a number, or `unix:` and the path of a socket."
      )
    case .jsonDuplicateKey:
      (
        "A JSON object contains a key twice.",
        "Remove one of them."
      )
    case .jsonNumber:
      (
        "The number is too large.",
        "Write a smaller number."
      )
    case .jsonSyntax:
      (
        "The text is not valid JSON.",
        "Correct it; the message names what was expected."
      )
    case .jsonTooDeep:
      (
        "The JSON is nested too deeply for a description.",
        "Look for brackets that are not closed."
      )
    case .memoryExceedsHost:
      (
        "A guest, or all guests that start with the host, have more memory than "
          + "`host.memory`.",
        "Give them less, or correct `host.memory`."
      )
    case .misplacedGuest:
      (
        "A guest was placed on a host that is no longer in the fleet, or not in the guest's "
          + "`hosts`.",
        "Move its disk and write the new host into the placement file. If the disk does not "
          + "matter, remove the guest from that file, and `nixvirt place` places it again."
      )
    case .missingKey:
      (
        "A required key is missing.",
        "Add it; the message shows how."
      )
    case .missingSemicolon:
      (
        "A semicolon is missing after a value.",
        "Add it at the place that the message shows."
      )
    case .needsEvaluation:
      (
        "A description is plain data, but this one contains an expression that Nix must "
          + "evaluate.",
        "Write the value itself, or let Nix evaluate the description to JSON."
      )
    case .nestingTooDeep:
      (
        "Brackets are nested too deeply.",
        "Look for brackets that are not closed."
      )
    case .noNetwork:
      (
        "A guest has a network card, but the host has no network.",
        "Set `host.nic` or describe a network."
      )
    case .noRoom:
      (
        "No host can take a guest that `nixvirt place` must place. The notes list the reason "
          + "for each host.",
        "Make the guest smaller, allow more hosts, or add a host."
      )
    case .nulInSource:
      (
        "The file contains the character U+0000, so it is probably not a text file.",
        "Remove the character, or check the file name."
      )
    case .orderCycle:
      (
        "The `after` lists of guests form a cycle.",
        "Remove one of the entries."
      )
    case .outOfRange:
      (
        "A number is outside its limits.",
        "Use a number within the limits that the message names."
      )
    case .pathTrailingSlash:
      (
        "A Nix path ends with a slash. Nix refuses this.",
        "Remove the slash."
      )
    case .privateKey:
      (
        "The description contains a private key. nixvirt never prints it.",
        "Remove it and write the public key. Treat the key pair as compromised if the file "
          + "was ever shared."
      )
    case .sizeWithoutUnit:
      (
        "A size has no unit, so it could mean bytes or mebibytes.",
        "Add `m` or `g`."
      )
    case .subnetsOverlap:
      (
        "Two networks of the host have addresses in common.",
        "Change the subnet of one of them."
      )
    case .syntax:
      (
        "The text is not valid Nix.",
        "Correct it; the message names what was expected and what was found."
      )
    case .tooManyErrors:
      (
        "The file has so many errors that it may not be Nix at all.",
        "Fix the first errors, and run the command again."
      )
    case .unclosed:
      (
        "A bracket, string or comment is never closed.",
        "Close it; the message shows where it was opened."
      )
    case .unknownGuest:
      (
        "A key names a guest that does not exist.",
        "Correct the name; the message suggests the nearest one."
      )
    case .unknownHost:
      (
        "A key names a host that does not exist.",
        "Correct the name, or describe the host."
      )
    case .unknownKey:
      (
        "The key does not exist.",
        "Correct the key; the message suggests the nearest one."
      )
    case .hostBridge:
      (
        "A bridge has the name of a bridge that Docker, libvirt or another program on the "
          + "host creates.",
        "Set `existing` to put guests on that bridge, or give the network's bridge another "
          + "name."
      )
    case .unknownParty:
      (
        "A rule names a guest or a network that does not exist.",
        "Correct the name. `\"host\"` is the host, and `\"any\"` is everyone."
      )
    case .unusedRule:
      (
        "A rule can never match, or an earlier rule already allows the same packets.",
        "Remove it, or move it to the network that its packets use."
      )
    case .unknownNetwork:
      (
        "A key names a network that does not exist.",
        "Correct the name, or describe the network."
      )
    case .unknownValue:
      (
        "The value is not one of those that the key accepts.",
        "Use one of the values that the message lists."
      )
    case .unplacedGuest:
      (
        "Guests without a host are missing from the placement file (`guests.placement.nix`).",
        "Run `nixvirt place`."
      )
    case .unquotedText:
      (
        "A size, an address or another text that starts with a digit has no quotes.",
        "Put it in quotes."
      )
    case .unusablePath:
      (
        "The guest's unit cannot see, or cannot write to, the file or directory.",
        "Move it. Units can see `/var/lib`, `/srv`, `/mnt` and other places for data."
      )
    case .unusedKeys:
      (
        "A key has no effect: SSH keys of a guest that a person installs, or nobody; a replica on the"
          + " guest's own host; or a host name that a fleet has already.",
        "Add SSH keys in the guest. Otherwise, correct or remove the key as the message explains."
      )
    case .pathInHome:
      (
        "A disk or share is in a home directory, which the guest's user usually cannot enter.",
        "Move it, or let the user `guest-<name>` enter the directory, as the message "
          + "explains."
      )
    case .storePathAsText:
      (
        "A disk or share is in the Nix store, and nothing protects it from the garbage "
          + "collector.",
        "Create a garbage collector root for it, as the message explains."
      )
    case .packedImage:
      (
        "The image or installer is a compressed file or an archive, not the contents of a "
          + "disk.",
        "Unpack it, and use the file inside."
      )
    case .userDataHeader:
      (
        "cloud-init recognizes user data by its first line, and ignores a file that starts with another one.",
        "Start the file with `#cloud-config`, `#!`, or another header of cloud-init."
      )
    case .userDataSecret:
      (
        "User data is copied into the Nix store, where every user of the host can read it.",
        "Remove the secret from the file, and set it in the guest."
      )
    case .vncSocketPlace:
      (
        "The guest's user cannot create the socket of the VNC display in this place.",
        "Put the socket into the guest's directory under `/run/guests`."
      )
    case .wirelessUplink:
      (
        "A Wi-Fi card cannot be in a bridge: access points do not allow it.",
        "Use a wired card, or a NAT network."
      )
    case .wrongType:
      (
        "The value has the wrong type.",
        "Write a value of the type that the message names."
      )
    }
  }
}
