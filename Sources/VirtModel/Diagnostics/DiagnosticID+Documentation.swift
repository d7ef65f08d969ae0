extension DiagnosticID {
  /// Cause and cure.
  var documentation: (cause: String, cure: String) {
    switch self {
    case .forbiddenArgument:
      (
        "An argument for QEMU asks for something that the guest's unit does not allow.",
        "Use the key that opens it, where the message names one, or leave it out."
      )
    case .guestNamedAsHost:
      (
        "A guest has the name of its host, so that logs and prompts of the two look alike.",
        "Rename one of them."
      )
    case .guestWithoutNetwork:
      (
        "A guest has no network card, because the host has no network.",
        "Give `host.nic`, describe a network, or write `interfaces = [ ];` if that is meant."
      )
    case .isoWithoutDisplay:
      ("An installer waits for a person, and the guest has no screen.", "Give it a `vncDisplay`.")
    case .noLogin:
      (
        "Nobody can log in to a guest: it has no key, and nixvirt knows of no password.",
        "Add a public key to `host.sshKeys` or to the guest's `sshKeys`."
      )
    case .openDisplay:
      (
        "The screen of a guest can be seen and used by everybody who reaches the host: VNC asks for no password.",
        "Use `localhost`, and reach it through SSH: `ssh -L 5901:localhost:5901 host`."
      )
    case .sampleKey:
      (
        "The public key is the one of nixvirt's examples. Nobody has its private key.",
        "Write your own public key."
      )
    case .smallDisk: ("A disk is too small for what is installed on it.", "Give it more.")
    case .smallMemory:
      ("A guest has less memory than its operating system needs to start.", "Give it more.")
    case .alreadyDescription:
      (
        "The imported file is already a description.",
        "Make the module of it: `nixvirt generate`."
      )
    case .importedOtherwise:
      (
        "Something of a module is in the description in another way.",
        "Compare it with the module: the message says what differs."
      )
    case .internalError:
      ("nixvirt made something that cannot be written as Nix.", "Report it with the description.")
    case .noGuests:
      ("There is no set of guests in a module.", "Name it `guests`.")
    case .notImported:
      (
        "Something of a module has no place in a description.",
        "Keep it in a module of the host's own, if it is still needed."
      )
    case .addressOutsideSubnet:
      (
        "An address is not one that a host can have in its network.",
        "Use an address between the network's first and last one."
      )
    case .affinity:
      (
        "Two guests of a fleet are on one host and are not to be (`antiAffinity`), or are "
          + "on two and are to be on one (`affinity`, `after`).",
        "Put one of them on another host, or change what is said."
      )
    case .byteOrderMark:
      (
        "The file starts with a byte order mark, which Nix refuses.",
        "Save it as UTF-8 without one."
      )
    case .computedName:
      (
        "A name is computed where Nix wants a fixed one.",
        "Write the name itself."
      )
    case .conflictingKeys:
      (
        "Two keys say different things about the same.",
        "Keep the one that is meant."
      )
    case .controlCharacter:
      (
        "A text holds a line break or another control character that cannot be passed on.",
        "Leave it out."
      )
    case .cpusExceedHost:
      (
        "A guest has, or is pinned to, more CPUs than `host.cpus`.",
        "Give it fewer, or correct `host.cpus`."
      )
    case .derivedNameCollision:
      (
        "Two values that are made from names came out the same.",
        "Set one of them; the message names the key."
      )
    case .duplicateAddress:
      (
        "Two guests of a network, or two hosts of a fleet, have one fixed address.",
        "Give each its own; `networks` that are shared by all hosts cannot have one."
      )
    case .duplicateAttribute:
      (
        "An attribute is given twice, which Nix refuses.",
        "Keep one."
      )
    case .duplicateDevice:
      (
        "A device is passed to two guests, or twice to one.",
        "Leave it to one of them."
      )
    case .duplicateDiskPath:
      (
        "A guest would write to a file or device that another guest, or another disk, has, too.",
        "Give each its own, or make all of them read-only."
      )
    case .duplicateFormal:
      (
        "A function names an argument twice, which Nix refuses.",
        "Remove one. A description is no function anyway: see `needs-evaluation`."
      )
    case .duplicateGuest:
      (
        "Two guests of a fleet have one name.",
        "Rename one: a guest is known by its name on whichever host it runs."
      )
    case .duplicateHost:
      (
        "Two hosts of a fleet have one name.",
        "Give each its own."
      )
    case .duplicateInterface:
      (
        "One name is used for two of: bridges, uplinks, tap interfaces.",
        "Give each its own."
      )
    case .duplicateMAC:
      (
        "Two network cards have one MAC address: packets get lost.",
        "Leave `mac` out, and every guest gets its own."
      )
    case .duplicateVNCDisplay:
      (
        "Two guests want one port. The port of a display is its number and 5900, whatever "
          + "the address.",
        "Use another number; the message names a free one."
      )
    case .emptyFile:
      (
        "The file has no expression.",
        "Write a set."
      )
    case .fileTooLarge:
      (
        "The file has more than 2 GiB.",
        "Split it."
      )
    case .fleetInsteadOfHost:
      (
        "A description with `hosts` is given where one host is wanted.",
        "Give it to a command that takes fleets, or give the description of one host."
      )
    case .hostInsteadOfFleet:
      (
        "A description of one host is given where there is a choice of hosts to make.",
        "There is nothing to place: its guests are on it."
      )
    case .integerOutOfRange:
      (
        "An integer has more than 63 bits.",
        "Write a smaller one."
      )
    case .invalidAddress:
      (
        "A text is no IPv4 address.",
        "Write four numbers, and behind a `/` the length of the prefix where it is wanted."
      )
    case .invalidCalendarEvent:
      (
        "A text is no calendar event of systemd.",
        "Write one such as `Sun 03:00` or `daily`; `systemd-analyze calendar` explains them."
      )
    case .invalidCharacter:
      (
        "A character cannot stand where it does, or looks like another one.",
        "The message names the character; often it is a quote or a space from a word "
          + "processor."
      )
    case .invalidCPUList:
      (
        "A text is no list of CPUs.",
        "Write numbers and ranges with commas between them."
      )
    case .invalidFloat:
      (
        "A number is too large or too small for a float.",
        "A description needs no floats: write an integer."
      )
    case .invalidInterfaceName:
      (
        "A text cannot be the name of a network interface.",
        "Use at most 15 letters, digits, `.`, `_` and `-`."
      )
    case .invalidMAC:
      (
        "A text is no MAC address of a single station.",
        "Write six pairs of hexadecimal digits; the first pair is even."
      )
    case .invalidName:
      (
        "A guest, network, disk or share has a name that its unit, directory or device "
          + "cannot have.",
        "Use letters, digits and hyphens, as the message says."
      )
    case .invalidPath:
      (
        "A text is not the kind of path that is wanted.",
        "Name files of the host from the root, as strings."
      )
    case .invalidPCIAddress:
      (
        "A text is no PCI address.",
        "Write domain, bus, slot and function, as `lspci -D` shows them."
      )
    case .invalidQuota:
      (
        "A text is no share of CPU time.",
        "Write percent of one CPU."
      )
    case .invalidSize:
      (
        "A text is no size.",
        "Write an integer and a unit: `512m`, `40g`."
      )
    case .invalidSSHKey:
      (
        "A text is no public key of OpenSSH, or not a whole one.",
        "Copy the one line of a `.pub` file."
      )
    case .invalidSubnet:
      (
        "A text is no IPv4 network, or has no room for guests.",
        "Write the lowest address and the length of the prefix, at most 29."
      )
    case .invalidUSBID:
      (
        "A text is no USB device.",
        "Write vendor and product, as `lsusb` shows them."
      )
    case .invalidUTF8:
      (
        "The file is not UTF-8.",
        "Save it as UTF-8."
      )
    case .invalidVNCDisplay:
      (
        "A text is no VNC display.",
        "Write an address and a number, or a socket's path behind `unix:`."
      )
    case .jsonDuplicateKey:
      (
        "A key of an object is given twice.",
        "Keep one."
      )
    case .jsonNumber:
      (
        "A number is too large.",
        "Write a smaller one."
      )
    case .jsonSyntax:
      (
        "The text is not JSON.",
        "The message says what was expected instead."
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
        "A guest was placed on a host that is not in the fleet any more, or not among its "
          + "`hosts`.",
        "Move its disk, and write its new host into the placement file. Without a disk to "
          + "keep, remove it there, and `nixvirt place` places it anew."
      )
    case .missingKey:
      (
        "Something that must be given is not.",
        "Add it; the message shows how."
      )
    case .missingSemicolon:
      (
        "A semicolon is missing after a value.",
        "Write one where the message points."
      )
    case .needsEvaluation:
      (
        "A description is data that can be read without Nix, and this one has something to "
          + "evaluate.",
        "Write the value itself, or let Nix evaluate it and give the result as JSON."
      )
    case .nestingTooDeep:
      (
        "Brackets are nested too deeply.",
        "Look for brackets that are not closed."
      )
    case .noNetwork:
      (
        "A guest has a network card, and the host no network.",
        "Give `host.nic`, or describe a network."
      )
    case .noRoom:
      (
        "No host of a fleet can take a guest that `nixvirt place` is to place. The notes "
          + "tell why, host by host.",
        "Make the guest smaller, let it be on more hosts, or add a host."
      )
    case .nulInSource:
      (
        "The file holds the character U+0000, which no text has.",
        "Remove it; the file may be of another kind."
      )
    case .orderCycle:
      (
        "Guests are to be started after each other in a circle.",
        "Remove one of the mentions."
      )
    case .outOfRange:
      (
        "A number is outside its limits.",
        "The message says the limits."
      )
    case .pathTrailingSlash:
      (
        "A Nix path ends in a slash, which Nix refuses.",
        "Leave it out."
      )
    case .privateKey:
      (
        "There is a private key in the description. It is not shown again anywhere.",
        "Remove it, replace the pair of keys if the file was shared, and write the public "
          + "key."
      )
    case .sizeWithoutUnit:
      (
        "A size has no unit, so it could be bytes or mebibytes.",
        "Add `m` or `g`."
      )
    case .subnetsOverlap:
      (
        "Two networks of the host share addresses.",
        "Move one of them."
      )
    case .syntax:
      (
        "The text is not Nix.",
        "The message says what was expected, and what was found."
      )
    case .tooManyErrors:
      (
        "There are so many mistakes that the file may be of another language.",
        "Mend the first ones."
      )
    case .unclosed:
      (
        "A bracket, string or comment is never closed.",
        "Close it; the message points to where it was opened."
      )
    case .unknownGuest:
      (
        "A guest is mentioned that is not described.",
        "Correct the name; the message has the nearest one."
      )
    case .unknownHost:
      (
        "A host is mentioned that is not described.",
        "Correct the name, or describe the host."
      )
    case .unknownKey:
      (
        "A key does not exist.",
        "Correct it; the message has the nearest one."
      )
    case .hostBridge:
      (
        "A bridge has the name of one that Docker, libvirt or another program on the host makes.",
        "Set `existing` to put guests on that bridge, or give the network's bridge another name."
      )
    case .unknownParty:
      (
        "A rule mentions a guest or a network that is not described.",
        "Correct the name; `\"host\"` is the host, and `\"any\"` is everybody."
      )
    case .unusedRule:
      (
        "A rule can never match, or an earlier rule lets the same packets pass.",
        "Remove it, or write it on the network that its packets use."
      )
    case .unknownNetwork:
      (
        "A network is mentioned that is not described.",
        "Correct the name, or describe the network."
      )
    case .unknownValue:
      (
        "A text is none of the few that a key takes.",
        "Use one of them."
      )
    case .unplacedGuest:
      (
        "Guests that leave their host out are not in the placement file "
          + "(`guests.placement.nix`) yet.",
        "Run `nixvirt place`."
      )
    case .unquotedText:
      (
        "A size, an address or another text that starts with a digit has no quotes around it.",
        "Put it in quotes."
      )
    case .unusablePath:
      (
        "A file or directory is where the guest's unit cannot see it, or cannot write to it.",
        "Move it: `/var/lib`, `/srv`, `/mnt` and other places for data are visible to units."
      )
    case .unusedKeys:
      (
        "A guest has keys, and nixvirt has no way to put them into it: it is installed by a person, or"
          + " not at all.",
        "Add the keys in the guest."
      )
    case .pathInHome:
      (
        "A disk or a share is in a home directory, which a guest's user usually cannot enter.",
        "Move it, or let the user `guest-<name>` enter the directory, as the message says."
      )
    case .storePathAsText:
      (
        "A disk or a share is in the Nix store, and nothing keeps the garbage collector from removing it.",
        "Make a garbage collector root for it, as the message says."
      )
    case .packedImage:
      (
        "An image or an installer is a compressed file or an archive. Its bytes are not those of a disk.",
        "Unpack it, and name the file that was in it."
      )
    case .vncSocketPlace:
      (
        "The socket of a VNC display is where the guest's user cannot make it.",
        "Put it into the guest's directory below `/run/guests`."
      )
    case .wirelessUplink:
      (
        "A Wi-Fi card is to be put into a bridge, which access points do not allow.",
        "Use a wired card, or put the guests behind the host."
      )
    case .wrongType:
      (
        "A value is of another type than the key takes.",
        "The message says which is wanted."
      )
    }
  }
}
