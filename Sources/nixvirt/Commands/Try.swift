import VirtModel

extension Accelerator: ArgumentValue {}

extension Commands {
  private enum Display: String, CaseIterable, ArgumentValue {
    case window, terminal
  }

  private static let guest = Operand<Selection>(
    "GUEST", values: .names([.guests, .guestTags]), isRequired: true,
    help: "The guest: its name, or @TAG if no other guest has the tag.")
  private static let display = Option<Display>(
    "display", value: "WHERE",
    help: "Show the guest in a window, or its serial console in the terminal. Default: a window for"
      + " installers if this machine has a screen, otherwise the terminal.")
  private static let acceleration = Option<Accelerator>(
    "accel", value: "ACCEL",
    help:
      "Run the guest's instructions with kvm, or emulate them with tcg, which is slow. Default: kvm if"
      + " this machine has it and the description does not ask for tcg.")
  private static let imageFile = Option<String>(
    "image", value: "FILE", values: .files([]),
    help:
      "Use FILE instead of the image or installer in the description, for example if it has another"
      + " path on this machine.")
  private static let sshPort = Option<String>(
    "ssh-port", value: "PORT",
    help: "The port of this machine that leads to the guest's SSH. Default: the first free one from"
      + " 2222.")
  private static let keep = Flag(
    "keep", help: "Keep the directory with the disks when the guest has powered off.")

  static let tryGuest = Command(
    name: "try",
    summary: "Run a guest on this machine, without a host and without changing anything.",
    group: .explore,
    details: [
      "Works on any Linux with QEMU. A guest with an image or an installer runs in a QEMU with"
        + " user-mode networking; its disks are in a temporary directory in $TMPDIR or /var/tmp. try"
        + " prints how to log in, and what differs from the host.",
      "For a guest with NixOS, try prints a command for a machine with Nix that builds and runs it.",
      "In the terminal, Ctrl-A X ends the guest at once.",
    ],
    operands: [Operands.description.entry, guest.entry],
    options: [
      imageFile.entry, display.entry, acceleration.entry, sshPort.entry, keep.entry,
      Options.host.entry,
    ],
    examples: [
      .init("Run the guest web of guests.nix", "nixvirt try web"),
      .init(
        "Use an image that was downloaded to this directory", "nixvirt try --image=debian.qcow2 web"
      ),
      .init("Install a system in a window", "nixvirt try --display=window lab.nix desktop"),
    ]
  ) { session throws(Failure) in
    let description = try DescriptionFile(session)
    let (described, warnings) = try description.described(session)
    let (found, host) = try find(described, description, session)
    let medium: (file: SourcePath, isImage: Bool)
    switch found.trialMedium {
    case .system(let modules):
      let command = try nixCommand(found, modules, description, session)
      let notice =
        "\(found.name) has NixOS: this command builds and runs it on a machine with Nix. Its disk is"
        + " \(found.name).qcow2 in the current directory."
      return Outcome(output: command, messages: warnings + session.notice(notice))
    case .image(let file): medium = (file, true)
    case .installer(let file): medium = (file, false)
    case nil:
      throw .usage(
        "\(found.name) has neither an image nor an installer nor NixOS: try has nothing to boot",
        command: "try")
    }
    let path =
      if let given = session.invocation[imageFile] {
        try Paths.absolute(given)
      } else {
        try description.absolutePath(of: medium.file)
      }
    let run = TrialRun(
      guest: found, host: host, path: path, isImage: medium.isImage, session: session)
    return try run.outcome(
      sshPort: try port(session),
      canVirtualize: session.invocation[acceleration].map { $0 == .kvm }
        ?? (host.accelerator == .kvm && TrialMachine.canVirtualize(host.system)),
      showsWindow: session.invocation[display].map { $0 == .window }
        ?? (!medium.isImage && TrialMachine.hasScreen),
      keepsFolder: session.invocation[keep], warnings: warnings)
  }

  /// The guest, and the host that it is on.
  private static func find(
    _ described: Subject, _ description: DescriptionFile, _ session: Session
  ) throws(Failure) -> (Guest, Host) {
    let hosts: [Host]
    switch (described, session.invocation[Options.host]) {
    case (.host, .some): throw .oneHost(description)
    case (.host(let overview), nil): hosts = [overview.host]
    case (.fleet(let fleet), let name?): hosts = try fleet.machines(name).map(\.host)
    case (.fleet(let fleet), nil): hosts = fleet.machines.map(\.host)
    }
    guard let selection = session.invocation[guest] else {
      // The table of commands lets no such line through.
      throw .usage("try needs GUEST", command: "try")
    }
    return try selection.one(of: try selection.guests(of: hosts), kind: "guest") {
      $0.guest.name.description
    }
  }

  private static func port(_ session: Session) throws(Failure) -> Int {
    guard let text = session.invocation[sshPort] else { return try TrialMachine.freePort() }
    guard let port = PortRange(text), port.first == port.last else {
      throw .usage("--ssh-port must be a port from 1 to 65535, not '\(text)'", command: "try")
    }
    return Int(port.first)
  }

  private static func nixCommand(
    _ guest: Guest, _ modules: [SourcePath], _ description: DescriptionFile, _ session: Session
  ) throws(Failure) -> String {
    var paths: [String] = []
    for module in modules { paths.append(try description.absolutePath(of: module)) }
    guard
      let configuration = try? NixOSTrial.configuration(
        of: guest, modules: paths, sshPort: try port(session))
    else { throw .inputOutput("\(guest.name): its configuration cannot be written") }
    return "\"$(nix-build --no-out-link '<nixpkgs/nixos>' -A vm --arg configuration"
      + " \(ShellWord.quoted(configuration)))\"/bin/run-\(guest.name)-vm\n"
  }
}
