import NixAST
import VirtModel

/// The modules that a description makes, and the files that they are for: one, or a directory with one
/// for each host of a fleet.
struct ModuleFiles {
  /// A module and its file.
  struct Module {
    /// The file.
    let path: String
    /// The name of its host in a fleet.
    let hostName: HostName?
    let host: Host
    let context: ModuleContext

    /// Its text, see ``Pipeline``.
    consuming func text() throws(Failure) -> String {
      let (path, host, context) = (path, host, context)
      _ = consume self
      let result = Pipeline.module(of: consume host, context: context)
      guard let text = result.value else {
        // The model lets nothing through that cannot be rendered.
        throw .inputOutput("\(path): \(result.diagnostics.first?.message ?? "")")
      }
      return text
    }
  }

  let modules: [Module]
  /// The directory of a fleet's modules; nil for one module.
  let folder: String?
  /// Whether these are all modules of the description.
  private let isComplete: Bool

  /// - Parameters:
  ///   - place: the file, or a fleet's directory; nil: `virtual.nix`, or `virtual`, beside the
  ///     description.
  ///   - selection: the hosts of a fleet that are asked for.
  init(
    _ described: Subject, of description: DescriptionFile, at place: String?,
    host selection: Selection?
  ) throws(Failure) {
    switch described {
    case .host(let overview):
      if selection != nil { throw .oneHost(description) }
      let path = place ?? Self.beside(description, "virtual.nix")
      modules = [
        Module(
          path: path, hostName: nil, host: overview.host,
          context: try Self.context(description, Paths.folder(of: path)))
      ]
      folder = nil
      isComplete = true
    case .fleet(let fleet):
      var folder = place ?? Self.beside(description, "virtual")
      while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
      let context = try Self.context(description, folder)
      let machines = try selection.map { name throws(Failure) in try fleet.machines(name) }
      modules = (machines ?? fleet.machines).map { machine in
        Module(
          path: "\(folder)/\(machine.name).nix", hostName: machine.name, host: machine.host,
          context: context)
      }
      self.folder = folder
      isComplete = machines == nil
    }
  }

  /// The one module: of a description of one host, or of the host that is asked for.
  static func one(
    _ described: consuming Subject, of description: DescriptionFile, at file: String?,
    host: Selection?
  ) throws(Failure) -> Module {
    guard case .fleet(let fleet) = described, let host else {
      let files = try ModuleFiles(described, of: description, at: file, host: host)
      guard let module = files.modules.first else { throw .oneHost(description) }
      return module
    }
    let machine = try fleet.machine(host)
    let folder = file.map(Paths.folder(of:)) ?? Self.beside(description, "virtual")
    return Module(
      path: file ?? "\(folder)/\(machine.name).nix", hostName: machine.name, host: machine.host,
      context: try Self.context(description, folder))
  }

  /// Modules in the directory whose hosts are no longer in the fleet.
  func orphans() throws(Failure) -> [String] {
    guard let folder, isComplete else { return [] }
    let known = Set(modules.map(\.path))
    var orphans: [String] = []
    for name in try Files.names(in: folder) where name.hasSuffix(".nix") {
      let path = "\(folder)/\(name)"
      if known.contains(path) { continue }
      let mark = Array(ModuleState.mark.utf8)
      if try Files.readIfPresent(path)?.bytes.starts(with: mark) ?? false { orphans.append(path) }
    }
    return orphans
  }

  private static func beside(_ description: DescriptionFile, _ name: String) -> String {
    guard let path = description.path, let slash = Paths.lastSlash(in: path) else { return name }
    return "\(path[..<slash])/\(name)"
  }

  /// How modules in a directory see the description.
  private static func context(
    _ description: DescriptionFile, _ moduleFolder: String
  ) throws(Failure) -> ModuleContext {
    let folder = Paths.folder(of: description.path ?? "./stdin")
    let relative = try Paths.relativePath(of: folder, from: moduleFolder)
    let name = description.fileName.map { relative == "." ? $0 : "\(relative)/\($0)" }
    // The name stands in a comment; the directory is where relative paths start.
    return ModuleContext(
      descriptionName: name.map(DisplayText.clean), descriptionFolder: relative)
  }
}

extension Failure {
  static func oneHost(_ description: DescriptionFile) -> Failure {
    .usage(
      "--host is only for fleets; \(description.source.name) describes a single host", command: nil)
  }
}
