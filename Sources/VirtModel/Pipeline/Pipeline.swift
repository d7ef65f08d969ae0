import NixAST

/// The way from the text of a description to the text of a module. The stages, in order:
///
/// 1. text to data (Nix or JSON; what needs evaluation is refused, private keys withheld),
/// 2. data to a ``Description`` or ``FleetDescription``: each value is right for itself,
/// 3. description to ``Host`` or ``Fleet``: everything fits together, and has a value,
/// 4. host to a module as a Nix tree, and that to text.
///
/// Each gives a ``Checked`` value: the result, or everything that is wrong.
public enum Pipeline {
  // MARK: - Text to data

  private static func data(
    of source: SourceText, format: DescriptionFormat, _ diagnostics: inout Diagnostics
  ) -> DataValue? {
    switch format {
    case .nix:
      let file = NixFile.parse(source)
      diagnostics.report(file.diagnostics)
      guard let expr = file.value?.expr else { return nil }
      var reader = NixData(source)
      let value = reader.read(expr)
      diagnostics.report(reader.diagnostics)
      return value
    case .json:
      var reader = JSONData(source)
      var value = reader.read()
      value?.removeMember(DescriptionFormat.schemaKey)
      diagnostics.report(reader.diagnostics)
      return value
    }
  }

  /// Reads the data of a description and makes something of it.
  private static func reading<Value: Sendable>(
    _ source: SourceText, _ format: DescriptionFormat,
    _ make: (DataValue, inout Diagnostics) -> Value?
  ) -> Checked<Value> {
    var diagnostics = Diagnostics()
    var result: Value?
    var secrets: [Secrets.Found] = []
    if var value = data(of: source, format: format, &diagnostics) {
      secrets = Secrets.withhold(&value, .root, &diagnostics)
      result = make(value, &diagnostics)
    }
    let hasErrors = diagnostics.hasErrors
    // Warnings have no value while errors remain.
    let shown = diagnostics.ordered.filter { !hasErrors || $0.severity == .error }
    return Checked(
      value: hasErrors ? nil : result, diagnostics: Secrets.hide(in: shown, of: source, secrets))
  }

  // MARK: - Data to hosts

  /// The subject of a description: one host, or a fleet.
  ///
  /// ```swift
  /// let source = SourceText(name: "guests.nix", bytes: bytes)
  /// switch try Pipeline.subject(of: source, format: .nix).get() {
  /// case .host(let overview): print(overview.host.guests.count)
  /// case .fleet(let fleet): print(fleet.machines.map(\.name))
  /// }
  /// ```
  /// - Parameters:
  ///   - source: the description.
  ///   - format: the language that it is written in.
  ///   - assignment: where the guests are that leave their host out; counts for a fleet.
  ///   - kind: the kind of a file of the description, as far as it is known.
  ///   - read: the content of a file of the description; nil for one that cannot be read.
  public static func subject(
    of source: SourceText, format: DescriptionFormat, assignment: Assignment = Assignment(),
    kind: (SourcePath) -> SourceKind = { _ in .unknown },
    read: (SourcePath) -> [UInt8]? = { _ in nil }
  ) -> Checked<Subject> {
    reading(source, format) { value, diagnostics in
      guard hostsPlace(in: value) != nil else {
        let description = Description(value, &diagnostics)
        diagnostics.checkFiles(of: description.guests, kind)
        diagnostics.checkUserData(
          of: description.guests, hasHostKeys: !description.host.sshKeys.isEmpty, read)
        return .host(Overview(description, &diagnostics))
      }
      let description = FleetDescription(value, &diagnostics)
      let all = description.hosts.flatMap(\.content.guests) + description.guests
      diagnostics.checkFiles(of: all, kind)
      diagnostics.checkUserData(of: description, read)
      return .fleet(Fleet(description, assignment, &diagnostics))
    }
  }

  /// The host that a description describes. The description of a fleet is refused.
  public static func overview(
    of source: SourceText, format: DescriptionFormat
  ) -> Checked<Overview> {
    reading(source, format) { value, diagnostics in
      if let place = hostsPlace(in: value) {
        diagnostics.report(.fleetInsteadOfHost(at: place))
        return nil
      }
      return Overview(Description(value, &diagnostics), &diagnostics)
    }
  }

  /// The host that a description describes, without what its machine has.
  public static func host(of source: SourceText, format: DescriptionFormat) -> Checked<Host> {
    let overview = overview(of: source, format: format)
    return Checked(value: overview.value?.host, diagnostics: overview.diagnostics)
  }

  /// The host of a description that was made in Swift.
  public static func host(of description: Description) -> Checked<Host> {
    var diagnostics = Diagnostics()
    let host = HostResolution(description, &diagnostics).host
    return diagnostics.checked(host)
  }

  /// The fleet of a description that was made in Swift.
  ///
  /// - Parameters:
  ///   - description: the fleet, with its hosts and guests.
  ///   - assignment: where the guests are that leave their host out.
  public static func fleet(
    of description: FleetDescription, assignment: Assignment = Assignment()
  ) -> Checked<Fleet> {
    var diagnostics = Diagnostics()
    let fleet = Fleet(description, assignment, &diagnostics)
    return diagnostics.checked(fleet)
  }

  /// A fleet, of which guests that leave their host out are placed. A guest that has a host in the
  /// assignment stays there, and one that is no longer described is left out of the new one.
  ///
  /// The same description and assignment give the same placement, in whatever order guests and hosts
  /// are written.
  ///
  /// - Parameters:
  ///   - source: the description.
  ///   - format: the language that it is written in.
  ///   - assignment: where the guests are now.
  ///   - limit: how many guests may move to make the placement better; nil for none.
  ///   - kind: the kind of a file of the description, as far as it is known.
  ///   - read: the content of a file of the description; nil for one that cannot be read.
  public static func placement(
    of source: SourceText, format: DescriptionFormat, assignment: Assignment,
    rebalancing limit: Int? = nil,
    kind: (SourcePath) -> SourceKind = { _ in .unknown },
    read: (SourcePath) -> [UInt8]? = { _ in nil }
  ) -> Checked<FleetPlacement> {
    reading(source, format) { value, diagnostics in
      guard hostsPlace(in: value) != nil else {
        diagnostics.report(
          .hostInsteadOfFleet(at: value.start))
        return nil
      }
      var description = FleetDescription(value, &diagnostics)
      let all = description.hosts.flatMap(\.content.guests) + description.guests
      diagnostics.checkFiles(of: all, kind)
      diagnostics.checkUserData(of: description, read)
      let guests = FleetGuests(&description, &diagnostics)
      return FleetPlacement(
        description, guests, assignment, rebalancing: limit, &diagnostics)
    }
  }

  /// The assignment of guests to hosts that a placement file holds.
  public static func assignment(of source: SourceText) -> Checked<Assignment> {
    reading(source, .nix) { value, diagnostics in Assignment(value, &diagnostics) }
  }

  /// The guests of a module that nixvirt wrote; nil for another file.
  public static func guests(ofModule file: NixFile) -> [GuestName]? {
    EmittedModule(file.expr)?.guests.keys.compactMap { GuestName($0) }
  }

  /// The state of a host, read from the output of `nixvirt-guest state --json` there.
  public static func hostState(of source: SourceText) -> Checked<HostState> {
    reading(source, .json) { value, diagnostics in
      var reader = HostStateReader()
      let state = reader.read(value)
      diagnostics.report(reader.diagnostics.all)
      return state
    }
  }

  /// The names that a description contains. Unreadable parts are left out, without a diagnostic.
  package static func names(in source: SourceText, format: DescriptionFormat) -> DescribedNames {
    var diagnostics = Diagnostics()
    return DescribedNames(data(of: source, format: format, &diagnostics))
  }

  /// The place of the key that makes a description one of a fleet.
  private static func hostsPlace(in value: DataValue) -> SourceRange? {
    guard case .set(let set) = value.kind, let hosts = set[DescriptionKeys.keys.hosts.name] else {
      return nil
    }
    if case .null = hosts.value.kind { return nil }
    return hosts.keyRange
  }

  // MARK: - Hosts to modules

  /// The text of the module of one host, from the text of its description.
  ///
  /// ```swift
  /// let source = SourceText(name: "guests.nix", bytes: bytes)
  /// let module = try Pipeline.module(of: source, format: .nix, context: ModuleContext()).get()
  /// ```
  public static func module(
    of source: SourceText, format: DescriptionFormat, context: ModuleContext
  ) -> Checked<String> {
    host(of: source, format: format).map { module(of: $0, context: context) }
  }

  /// The text of the module of a host. The host is given up, so that a large one need not be there
  /// while the text is laid out.
  public static func module(of host: consuming Host, context: ModuleContext) -> Checked<String> {
    let module = host.module(context)
    _ = consume host
    return module.text()
  }
}
