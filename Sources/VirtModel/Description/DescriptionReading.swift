import NixAST

/// The language that a description is written in.
public enum DescriptionFormat: Sendable {
  /// Nix, as data.
  case nix
  /// JSON, of the same keys.
  case json
}

/// What a description describes.
public enum Described: Sendable {
  /// One host.
  case host(Overview)
  /// Several hosts: the description has `hosts`.
  case fleet(Fleet)

  /// Reads a description: what it describes, or everything that is wrong with it.
  ///
  /// ```swift
  /// let source = SourceText(name: "guests.nix", bytes: bytes)
  /// switch Described.reading(source, format: .nix).value {
  /// case .host(let overview)?: print(overview.host.guests.count)
  /// case .fleet(let fleet)?: print(fleet.machines.map(\.name))
  /// case nil: break
  /// }
  /// ```
  /// - Parameter assignment: where the guests are that leave their host out; counts for a fleet.
  public static func reading(
    _ source: SourceText, format: DescriptionFormat, assignment: Assignment = Assignment()
  ) -> Parsed<Described> {
    reading(source, format: format) { value, findings in
      guard hostsPlace(in: value) != nil else {
        return .host(Overview(Description(value, &findings), &findings))
      }
      let description = FleetDescription(value, &findings)
      return .fleet(Fleet(description, assignment, &findings))
    }
  }

  /// Reads the data of a description and makes something of it.
  static func reading<Value: Sendable>(
    _ source: SourceText, format: DescriptionFormat,
    _ make: (DataValue, inout Findings) -> Value
  ) -> Parsed<Value> {
    var findings = Findings()
    guard var value = data(of: source, format: format, &findings) else {
      return Parsed(value: nil, diagnostics: Secrets.hide(in: findings.ordered, of: source))
    }
    Secrets.withhold(&value, .root, &findings)
    let result = make(value, &findings)
    return Parsed(
      value: findings.hasErrors ? nil : result,
      diagnostics: Secrets.hide(in: findings.ordered, of: source))
  }

  /// The place of the key that makes a description one of a fleet.
  static func hostsPlace(in value: DataValue) -> SourceRange? {
    guard case .set(let set) = value.kind, let hosts = set[DescriptionKeys.hosts.name] else {
      return nil
    }
    if case .null = hosts.value.kind { return nil }
    return hosts.keyRange
  }

  private static func data(
    of source: SourceText, format: DescriptionFormat, _ findings: inout Findings
  ) -> DataValue? {
    switch format {
    case .nix:
      let file = NixFile.parse(source)
      findings.report(file.diagnostics)
      guard let expr = file.value?.expr else { return nil }
      var reader = NixData()
      let value = reader.read(expr)
      if let diagnostic = reader.diagnostic { findings.report(diagnostic) }
      return value
    case .json:
      var reader = JSONData(source)
      let value = reader.read()
      findings.report(reader.diagnostics)
      return value
    }
  }
}

extension Overview {
  /// Reads the description of one host: what it describes, or everything that is wrong with it. The
  /// description of a fleet is refused.
  public static func reading(_ source: SourceText, format: DescriptionFormat) -> Parsed<Overview> {
    Described.reading(source, format: format) { value, findings in
      if let place = Described.hostsPlace(in: value) {
        findings.report(.fleetInsteadOfHost(at: place))
        return Overview(Description(), &findings)
      }
      return Overview(Description(value, &findings), &findings)
    }
  }
}

extension Host {
  /// Reads the description of one host: the host, or everything that is wrong with it.
  public static func reading(_ source: SourceText, format: DescriptionFormat) -> Parsed<Host> {
    let overview = Overview.reading(source, format: format)
    return Parsed(value: overview.value?.host, diagnostics: overview.diagnostics)
  }
}
