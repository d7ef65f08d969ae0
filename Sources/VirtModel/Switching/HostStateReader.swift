import NixAST

/// Makes a ``HostState`` of data. Keys that it does not know are left alone: a newer nixvirt may write
/// more of them.
struct HostStateReader {
  private(set) var diagnostics = Diagnostics()

  mutating func read(_ value: DataValue) -> HostState? {
    guard let fields = set(value, .root) else { return nil }
    guard let format = integer("format", fields, .root) else { return nil }
    guard format == Int64(HostState.format) else {
      diagnostics.report(
        Diagnostic(
          .unknownValue,
          "format is \(format), but this nixvirt reads format \(HostState.format)",
          at: fields.set["format"]?.value.range,
          suggestion: "use the nixvirt that wrote the module of the host"))
      return nil
    }
    let directory = text("stateDir", fields, .root, "an absolute path") { AbsolutePath($0) }
    let fileSystem = choice("fileSystem", HostState.FileSystem.self, fields, .root)
    let free = optional("free", fields) { $0.size($1, $2) }
    let guests = named("guests", fields) { $0.guest($1, $2) }
    var orphans: [HostState.Orphan] = []
    for (value, path) in list("orphans", fields, .root) {
      guard let fields = set(value, path) else { continue }
      let name = text("name", fields, path, "the name of a guest") { GuestName($0) }
      let files = files(fields, path)
      if let name { orphans.append(HostState.Orphan(name: name, files: files)) }
    }
    guard let directory, let fileSystem, !diagnostics.hasErrors else { return nil }
    return HostState(
      stateDirectory: directory, fileSystem: fileSystem, free: free, guests: guests,
      orphans: orphans.sorted { $0.name < $1.name })
  }

  // MARK: - Parts

  private mutating func guest(_ value: DataValue, _ path: DataPath) -> HostState.Guest? {
    guard let fields = set(value, path) else { return nil }
    let state = text("state", fields, path, "a string") { $0 }
    let held = optional("held", fields) { $0.text($1, $2) }
    let unit = choice("unit", HostState.Activity.self, fields, path)
    let installation = choice("installUnit", HostState.Activity.self, fields, path)
    let definition = optional("definition", fields) { $0.definition($1, $2) }
    let qemu = optional("qemu", fields) { $0.text($1, $2) }
    let running = optional("running", fields) { $0.running($1, $2) }
    let files = files(fields, path)
    guard let state, let unit, let installation else { return nil }
    return HostState.Guest(
      state: state, held: held, unit: unit, installation: installation, definition: definition,
      qemu: qemu,
      running: running, files: files)
  }

  private mutating func running(_ value: DataValue, _ path: DataPath) -> HostState.Running? {
    guard let fields = set(value, path) else { return nil }
    let definition = required("definition", fields, path) { $0.definition($1, $2) }
    let qemu = optional("qemu", fields) { $0.text($1, $2) }
    let arguments = list("arguments", fields, path).compactMap { text($0, $1) }
    let pending = list("pending", fields, path).compactMap { value, path in
      choice(value, HostState.Pending.self, path)
    }
    guard let definition else { return nil }
    return HostState.Running(
      definition: definition, qemu: qemu, arguments: arguments, pending: pending)
  }

  private mutating func files(_ fields: Fields, _ path: DataPath) -> [HostState.File] {
    var files: [HostState.File] = []
    for (value, path) in list("files", fields, path) {
      guard let fields = set(value, path) else { continue }
      let name = text("name", fields, path, "the name of a file") { name in
        name.isEmpty || name.contains("/") || name.utf8.count > 255 * 3 ? nil : name
      }
      let allocated = required("allocated", fields, path) { $0.size($1, $2) }
      let size = optional("size", fields) { $0.size($1, $2) }
      let snapshots =
        fields.set["snapshots"] == nil
        ? [] : list("snapshots", fields, path).compactMap { text($0, $1) }
      guard let name, let allocated else { continue }
      files.append(
        HostState.File(
          name: name, allocated: allocated, size: size.flatMap(Size.init(bytes:)),
          snapshots: snapshots))
    }
    return files
  }

  private mutating func definition(_ value: DataValue, _ path: DataPath) -> String? {
    guard let text = text(value, path) else { return nil }
    let isHash =
      text.utf8.count == 16 && text.utf8.allSatisfy { ASCII.isDigit($0) || (0x61...0x66) ~= $0 }
    if !isHash { report(value, "16 hexadecimal digits", path) }
    return isHash ? text : nil
  }

  private mutating func size(_ value: DataValue, _ path: DataPath) -> Int64? {
    if case .int(let bytes) = value.kind, bytes >= 0 { return bytes }
    report(value, "a number of bytes", path)
    return nil
  }

  // MARK: - Values

  /// A set, with its place.
  private struct Fields {
    var set: DataSet
    var path: DataPath
    var range: SourceRange?
  }

  private typealias Reader<Value> = (inout HostStateReader, DataValue, DataPath) -> Value?

  private mutating func report(_ value: DataValue, _ expected: String, _ path: DataPath) {
    if case .invalid = value.kind { return }
    let subject = path.description.isEmpty ? "the state of a host" : path.description
    diagnostics.report(
      Diagnostic(.wrongType, "\(subject) must be \(expected)", at: value.range))
  }

  private mutating func set(_ value: DataValue, _ path: DataPath) -> Fields? {
    if case .set(let set) = value.kind { return Fields(set: set, path: path, range: value.start) }
    report(value, "a set", path)
    return nil
  }

  private mutating func required<Value>(
    _ key: String, _ fields: Fields, _ path: DataPath, _ read: Reader<Value>
  ) -> Value? {
    if let entry = fields.set[key] { return read(&self, entry.value, path.appending(key)) }
    let owner = path.description.isEmpty ? "the state of a host" : path.description
    diagnostics.report(
      Diagnostic(
        .missingKey, "\(owner) has no \(key)", at: fields.range,
        suggestion: "write the output of `nixvirt-guest state --json` to a file again"))
    return nil
  }

  private mutating func optional<Value>(
    _ key: String, _ fields: Fields, _ read: Reader<Value>
  ) -> Value? {
    guard let entry = fields.set[key] else { return nil }
    if case .null = entry.value.kind { return nil }
    return read(&self, entry.value, fields.path.appending(key))
  }

  private mutating func integer(_ key: String, _ fields: Fields, _ path: DataPath) -> Int64? {
    required(key, fields, path) { reader, value, path in
      if case .int(let number) = value.kind { return number }
      reader.report(value, "an integer", path)
      return nil
    }
  }

  private mutating func text(_ value: DataValue, _ path: DataPath) -> String? {
    if case .string(let text) = value.kind { return text }
    report(value, "a string", path)
    return nil
  }

  private mutating func text<Value>(
    _ key: String, _ fields: Fields, _ path: DataPath, _ noun: String,
    _ make: (String) -> Value?
  ) -> Value? {
    required(key, fields, path) { reader, value, path in
      guard let text = reader.text(value, path) else { return nil }
      let result = make(text)
      if result == nil { reader.report(value, noun, path) }
      return result
    }
  }

  private mutating func choice<Value: RawRepresentable & CaseIterable>(
    _ value: DataValue, _ type: Value.Type, _ path: DataPath
  ) -> Value? where Value.RawValue == String {
    guard let text = text(value, path) else { return nil }
    let result = Value(rawValue: text)
    if result == nil {
      let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
      report(value, "one of \(known)", path)
    }
    return result
  }

  private mutating func choice<Value: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Value.Type, _ fields: Fields, _ path: DataPath
  ) -> Value? where Value.RawValue == String {
    required(key, fields, path) { $0.choice($1, type, $2) }
  }

  private mutating func list(
    _ key: String, _ fields: Fields, _ path: DataPath
  ) -> [(DataValue, DataPath)] {
    let values = required(key, fields, path) { reader, value, path -> [DataValue]? in
      if case .list(let values) = value.kind { return values }
      reader.report(value, "a list", path)
      return nil
    }
    let path = path.appending(key)
    return (values ?? []).enumerated().map { ($1, path.appending($0)) }
  }

  /// A set by the names of guests.
  private mutating func named<Value>(
    _ key: String, _ fields: Fields, _ read: Reader<Value>
  ) -> [GuestName: Value] {
    let entries = required(key, fields, .root) { $0.set($1, $2) }
    var result: [GuestName: Value] = [:]
    for entry in entries?.set.entries ?? [] {
      let path = DataPath.root.appending(key).appending(entry.key)
      guard let name = GuestName(entry.key) else {
        diagnostics.report(
          Diagnostic(.invalidName, "\(path) is not the name of a guest", at: entry.keyRange))
        continue
      }
      result[name] = read(&self, entry.value, path)
    }
    return result
  }
}
