import NixAST

/// Writes the module of a host: a function of `config`, `lib` and `pkgs`, with the guests as data
/// first, the code that they share after it, and what is set of the host last.
///
/// It is pure, and names no path but those of the description.
struct ModuleWriter {
  let host: Host
  let use: ModuleUse
  /// The guests' paragraphs, in full.
  private let paragraphs: [[(place: Int, binding: Binding)]]
  private let commonKeys: [SSHPublicKey]?

  /// A writer of the module of a host.
  /// - Parameter folder: The description's directory, relative to the module's.
  init(_ host: Host, folder: String) {
    self.host = host
    let commonKeys = SSHKeys.common(host.guests)
    var use = ModuleUse(GuestCapabilities.countedAttributes)
    paragraphs = host.guests.map { guest in
      let attributes = Self.paragraph(guest, on: host, folder: folder, commonKeys: commonKeys)
      use.addGuest()
      return attributes.map { (use.add($0.name, $0.value), $0.binding) }
    }
    self.commonKeys = commonKeys
    self.use = use
  }

  /// A writer of the code that the guests of another module would share on a host.
  init(_ host: Host, for use: ModuleUse) {
    self.host = host
    self.use = use
    paragraphs = []
    commonKeys = nil
  }

  /// The number of what QEMU and the guest's unit get from a module.
  static func definition(of guest: Guest, on host: Host) -> String {
    paragraph(guest, on: host, folder: ".").last?.value?.plainText ?? ""
  }

  /// A guest in the module, in full; its definition last.
  static func paragraph(
    _ guest: Guest, on host: Host, folder: String, commonKeys: [SSHPublicKey]? = nil
  ) -> [GuestParagraph.Attribute] {
    var paragraph = GuestParagraph(folder: folder, commonKeys: commonKeys)
    paragraph.set("user", .str(guest.user.description))
    for capability in GuestCapabilities.all {
      capability.describe(guest, on: host, in: &paragraph)
    }
    paragraph.finish(Platform(host))
    let hash = GuestDefinition.hash(paragraph.attributes, keys: guest.sshKeys)
    paragraph.set("definition", .str(hash))
    return paragraph.attributes
  }

  /// The module.
  func module(_ context: ModuleContext) -> NixFile {
    let network = NetworkWriter(host)
    let code = contributions
    let options = hostOptions
    let body: Expr =
      host.guests.isEmpty
      ? network.module
      : .letIn {
        guestData
        sharedCode(code)
      } body: {
        .set {
          options.kernel
          network.options
          network.units
          options.deviceRules
          ServiceWriter(host: host, use: use, code: code).options
          ("environment.systemPackages" => [.variable("guestTool"), .variable("guestManual")])
            .spaced()
          FilesWriter(host: host, use: use, code: code).options
          users.spaced()
        }
      }
    return NixFile(
      header: Self.header(context),
      .lambda(.pattern("config", "lib", "pkgs", ellipsis: true), body: body))
  }

  /// The code that guests share.
  var sharedCode: [Binding] { sharedCode(contributions) }

  @BindingBuilder private func sharedCode(_ code: SharedCode) -> [Binding] {
    let network = NetworkWriter(host)
    Section("The guests' NixOS, and its installer", code.systems).bindings
    Section("Programs of the services", ProgramWriter.bindings(code, use)).bindings
    Section(
      "QEMU's command lines: names with Args are lists, names with Command are escaped shell text",
      ArgumentWriter(host: host, use: use, code: code).bindings
    ).bindings
    Section("Services") {
      Hardening.binding(Platform(host))
      ServiceWriter(host: host, use: use, code: code).functions
    }.bindings
    Section("The network", network.code).bindings
    Section("The command nixvirt-guest") { GuestTool.bindings(use) }.bindings
    Section(
      "Long programs",
      LongPrograms.bindings(
        use, hasSystems: !InstallKind.hostFiles(use, on: host).isEmpty)
    ).bindings
  }

  /// The parts of the shared code that the guests' capabilities contribute.
  private var contributions: SharedCode {
    var code = SharedCode()
    for capability in GuestCapabilities.all {
      capability.contribute(to: &code, for: use, on: host)
    }
    return code
  }

  private var hostOptions: HostWriter {
    var options = HostOptions()
    if host.accelerator == .kvm { options.kernelModules.append("vhost_net") }
    for capability in GuestCapabilities.all {
      capability.contribute(to: &options, for: host.guests, on: host)
    }
    return HostWriter(host: host, options: options)
  }

  /// The guests as data: a paragraph each.
  @BindingBuilder private var guestData: [Binding] {
    if let commonKeys {
      "sshKeys" => .list(commonKeys.map { .str($0.description) })
    }
    let isLeftOut = use.isLeftOut
    let data =
      "guests"
      => .set {
        for (guest, attributes) in zip(host.guests.indices, paragraphs) {
          Attrpath(host.guests[guest].name.description)
            => .attrSet(
              AttrSet(
                attributes.compactMap { isLeftOut[$0.place] ? nil : $0.binding }))
        }
      }
    commonKeys == nil ? data : data.spaced()
  }

  private static func header(_ context: ModuleContext) -> [Trivium] {
    let source = context.descriptionName ?? "the description"
    let origin = context.descriptionName.map { " from \($0)" } ?? ""
    return [
      .comment("Generated by nixvirt\(origin)."),
      .comment("Do not edit: change \(source), then run `nixvirt generate` again."),
    ]
  }

  /// The users that the guests run as.
  private var users: Binding {
    func forEachUser(_ value: Expr) -> Expr {
      Nix.lib["mapAttrs'"](
        .lambda(
          "_", body: .lambda("guest", body: Nix.lib["nameValuePair"](Nix.guest["user"], value))),
        Nix.guests)
    }
    return "users"
      => .set {
        "groups" => forEachUser([:])
        "users"
          => forEachUser(
            .set {
              "isSystemUser" => true
              "group" => Nix.guest["user"]
            })
      }
  }
}

extension Host {
  /// The module that a NixOS host imports to have the guests.
  public func module(_ context: ModuleContext) -> NixFile {
    ModuleWriter(self, folder: context.descriptionFolder).module(context)
  }
}
