import NixAST

/// The places of the code that guests share. Each binding is a variable of the emitted module.
struct SharedCode {
  /// The order of programs, and of the steps before a guest starts.
  enum Stage: CaseIterable {
    case snapshots, installation, disks, firmware, running
  }

  /// The order of QEMU's arguments. A command line that changed would restart its guest: so it is the
  /// same whatever other guests have.
  enum ArgumentPlace: CaseIterable {
    case rootDisk, firmware, machine, bridges, disks, network, display, media, devices, last
  }

  /// A program of the host: it takes what a user wrote as arguments only.
  struct Program {
    /// Its variable.
    let variable: Identifier
    /// Its name, and how it is called.
    let name: String
    let inputs: [Expr]
    /// Checked by shellcheck when it is built.
    let script: Str
    /// Its comment in the module.
    let comment: String
  }

  /// The systems that guests are installed with, and the media that install them.
  var systems: [Binding] = []
  /// The programs that the services run.
  private(set) var programs = Placed<Stage, Program>()
  /// Lists of words for QEMU that a guest's arguments are made of.
  var argumentLists: [Binding] = []
  /// Words that every guest's QEMU is started with, behind those of every QEMU.
  var commonArguments: [ListPart] = []
  /// The words of a guest.
  var arguments = Placed<ArgumentPlace, ListPart>()
  /// Functions that arguments refer to, and the arguments of installers.
  var argumentFunctions: [Binding] = []
  /// The steps before a guest is started.
  var steps = Placed<Stage, Steps.Step>()
  /// What is done as root before a guest is started, and after it has ended: devices of the host are taken
  /// and given back.
  var bindSteps: [Steps.Step] = []
  var releaseSteps: [Steps.Step] = []
  /// The unit that runs a guest.
  var unit = GuestUnit()
  /// Functions that make scripts of a guest.
  var scripts: [Binding] = []
  /// Functions that make other services of a guest.
  var services: [Binding] = []
  /// Other services of a guest: set's attributes by unit, for the guests that have them.
  var otherUnits: [(name: Str, value: Expr, presence: Presence)] = []
  /// More files of a guest that its units read, sets by their names.
  var files: [Expr] = []
  /// The programs beside QEMU, sets by the name of a program.
  var helpers: [Expr] = []

  /// Adds a program once, however many need it.
  mutating func add(_ program: Program, at stage: Stage) {
    if !programs.items.contains(where: { $0.variable == program.variable }) {
      programs.add(program, at: stage)
    }
  }

  /// Adds a list of words to a guest's arguments, for the guests that have it.
  mutating func add(_ list: Expr, _ presence: Presence = .always, at place: ArgumentPlace) {
    if let list = presence.optionals(list) { arguments.add(.list(list), at: place) }
  }

  /// Adds words to a guest's arguments, for the guests that have them.
  mutating func add(_ words: [Expr], _ presence: Presence = .always, at place: ArgumentPlace) {
    if let part = ListPart(words, presence) { arguments.add(part, at: place) }
  }
}

/// Commands that are run one after the other, each a list of words.
struct Steps {
  enum Step {
    case command([Expr], Presence)
    /// A list of commands.
    case commands(Expr)
  }

  /// The steps as a script; nil if there are none.
  ///
  /// - Parameter continues: whether a step that fails does not keep the others from running.
  static func script(_ steps: [Step], continues: Bool = false) -> Expr? {
    if steps.count == 1, case .command(let words, let presence) = steps[0] {
      return presence.optionalString(Nix.lib["escapeShellArgs"](.list(words)))
    }
    let lists = steps.compactMap { step -> Expr? in
      switch step {
      case .commands(let list): list
      case .command(_, .never): nil
      case .command(let words, .always): [.list(words)]
      case .command(let words, .when(let test)): Nix.lib["optional"](test, .list(words))
      }
    }
    guard !lists.isEmpty else { return nil }
    return Nix.lib["concatMapStringsSep"](
      continues ? "\n" : " &&\n", Nix.lib["escapeShellArgs"], Nix.concat(lists))
  }
}

/// The places of the unit that runs a guest.
struct GuestUnit {
  /// The order of what it waits for.
  enum OrderPlace: CaseIterable {
    case installation, network, helpers, guests
  }
  /// The order of what is started with it.
  enum WantPlace: CaseIterable {
    case network, installation
  }
  /// The order of its settings in the section `[Service]`.
  enum SettingPlace: CaseIterable {
    case kind, access, directories, restart, stop
  }

  /// Variables of the function that makes it.
  var variables: [Binding] = []
  /// When it is started with the host.
  var wantedBy: Expr = ["multi-user.target"]
  var requires: [ListPart] = []
  var wants = Placed<WantPlace, ListPart>()
  var after = Placed<OrderPlace, ListPart>()
  /// Options besides.
  var options: [Binding] = []
  /// Settings of the section `[Unit]`, and sets of settings that only some guests have.
  var section: [Binding] = []
  var sections: [Expr] = []
  /// Settings of the section `[Service]`.
  var settings = Placed<SettingPlace, Binding>()
  /// Sets of settings of the section `[Service]` that only some guests have.
  var settingSets: [Expr] = []
  /// Families of sockets besides AF_UNIX.
  var families: [Expr] = []
  /// Parts of its script before QEMU takes the place of the shell.
  var beforeStart: [Expr] = []
  /// Words for QEMU, in its shell, that these found.
  var foundArguments: [String] = []
}
