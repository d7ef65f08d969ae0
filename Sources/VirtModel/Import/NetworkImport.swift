import NixAST

/// The bridges of a module, with the network cards in them.
struct NetworkImport {
  /// A bridge.
  struct Bridge {
    var name: String
    var uplink: String?
    var address: String?
    var hasDHCP = true
    var mtu: Int64?
    var range: SourceRange
  }

  private(set) var bridges: [Bridge] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The settings that are part of what was found, by their places.
  private(set) var used: Set<SourceRange> = []

  /// - Parameter taps: the interfaces of the guests, which the module's bridges may list.
  init(_ outline: ModuleOutline, taps: Set<String>, guestsName: String?) {
    var scope = outline.scope
    for setting in outline.settings where setting.path.starts(with: ["networking", "bridges"]) {
      guard setting.path.count == 4, setting.path[3] == "interfaces" else { continue }
      used.insert(setting.range)
      var bridge = Bridge(name: setting.path[2], range: setting.range)
      for part in Self.lists(setting.value) {
        guard case .list(let list)? = scope.data(part) else {
          // Names computed from the guests are their taps; without a name, every computed part is.
          if let guestsName, !part.mentions(guestsName) {
            diagnostics.append(
              .notImported(
                "a part of networking.bridges.\(bridge.name).interfaces",
                "it is computed", at: part.range ?? setting.range))
          }
          continue
        }
        for element in list.elements { add(element.expr, to: &bridge, setting, taps) }
      }
      bridges.append(bridge)
    }
    for setting in outline.settings where setting.path.starts(with: ["networking", "interfaces"]) {
      addInterface(setting, taps, &scope)
    }
  }

  private static func lists(_ expr: Expr) -> [Expr] {
    var rest = [expr]
    var lists: [Expr] = []
    while let expr = rest.popLast() {
      if case .binary(let operation) = expr, operation.op == .concat {
        rest += [operation.right, operation.left]
      } else if case .apply(let call) = expr, call.arguments.count == 2,
        case .string = call.arguments[1]
      {
        // `lib.optional condition "eno1"`
        lists.append(.list([call.arguments[1]]))
      } else {
        lists.append(expr)
      }
    }
    return lists
  }

  private mutating func add(
    _ element: Expr, to bridge: inout Bridge, _ setting: ModuleOutline.Setting, _ taps: Set<String>
  ) {
    guard case .string(let string) = element, let name = string.text else { return }
    if taps.contains(name) { return }
    if bridge.uplink == nil, InterfaceName(name) != nil {
      bridge.uplink = name
    } else {
      diagnostics.append(
        .notImported(
          "the interface \(quoted(name)) of the bridge \(bridge.name)",
          "a bridge can have only one uplink besides the taps of"
            + " guests", at: element.range ?? setting.range))
    }
  }

  /// How the host gets its own address on a bridge; taps are made by nixvirt now.
  private mutating func addInterface(
    _ setting: ModuleOutline.Setting, _ taps: Set<String>, _ scope: inout ModuleScope
  ) {
    guard setting.path.count > 3 else { return }
    let name = setting.path[2]
    if taps.contains(name) {
      used.insert(setting.range)
      return
    }
    let value = scope.data(setting.value)
    let option = setting.path.dropFirst(3).joined(separator: ".")
    if bridges.contains(where: { $0.uplink == name }), option == "useDHCP", value == false {
      used.insert(setting.range)
      return
    }
    guard let index = bridges.firstIndex(where: { $0.name == name }) else { return }
    switch (option, value) {
    case ("useDHCP", .variable?):
      bridges[index].hasDHCP = value == true
      used.insert(setting.range)
    case ("mtu", .integer(let mtu)?):
      bridges[index].mtu = mtu.value
      used.insert(setting.range)
    case ("ipv4.addresses", .list(let list)?):
      guard list.elements.count == 1, let address = Self.address(list.elements[0].expr, &scope)
      else { return }
      bridges[index].address = address
      used.insert(setting.range)
    default: return
    }
  }

  /// `{ address = "192.168.1.2"; prefixLength = 24; }` as `192.168.1.2/24`.
  private static func address(_ expr: Expr, _ scope: inout ModuleScope) -> String? {
    let entries = scope.entries(of: expr) ?? []
    guard case .string(let address)? = entries.first(where: { $0.name == "address" })?.value,
      case .integer(let length)? = entries.first(where: { $0.name == "prefixLength" })?.value,
      let text = address.text
    else { return nil }
    return IPv4Interface("\(text)/\(length.value)")?.description
  }

  // MARK: - The description

  /// The network that a bridge becomes: nixvirt's own names back, `lan`, or the bridge's name.
  func networkName(of bridge: String) -> String? {
    guard bridges.contains(where: { $0.name == bridge }) else { return nil }
    if bridge.hasPrefix("br-"), let name = Label(String(bridge.dropFirst(3))) {
      return name.description
    }
    let isFirst = bridges.first { $0.uplink != nil && !$0.name.hasPrefix("br-") }?.name == bridge
    return isFirst ? "lan" : Label(bridge)?.description
  }

  /// `host.nic`, where it describes the whole network.
  var nic: String? {
    guard bridges.count == 1, let bridge = bridges.first, bridge.name == "vbridge0",
      bridge.address == nil, bridge.hasDHCP, bridge.mtu == nil
    else { return nil }
    return bridge.uplink
  }

  /// `networks`, where there is more to say than `host.nic`.
  var networks: [Binding] {
    guard nic == nil else { return [] }
    return bridges.map { bridge in
      let name = networkName(of: bridge.name) ?? bridge.name
      var bindings: [Binding] = []
      if bridge.name != "br-\(name)" { bindings.append(Attrpath("bridge") => .str(bridge.name)) }
      if let uplink = bridge.uplink { bindings.append(Attrpath("uplink") => .str(uplink)) }
      if let address = bridge.address {
        bindings.append(Attrpath("address") => .str(address))
      } else if bridge.uplink != nil, !bridge.hasDHCP {
        bindings.append(Attrpath("dhcp") => false)
      }
      if let mtu = bridge.mtu { bindings.append(Attrpath("mtu") => .int(mtu)) }
      return Attrpath(AttrName(name)) => .attrSet(AttrSet(bindings))
    }
  }
}
