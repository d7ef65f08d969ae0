import NixAST

// What nixvirt writes into the guests of a module in another way than a description has it.

extension GuestImport {
  /// Whether nixvirt makes an attribute of others, so that it need not be read back.
  static func isDerived(_ name: String) -> Bool {
    ["readyPort", "devices", "serviceConfig"].contains(name)
  }

  /// `modules = [ ./web.nix ];` as `nixos.modules`.
  mutating func modules(_ entry: ModuleScope.Entry, _ path: String) -> [Binding] {
    guard let value = scope.data(entry.value) else {
      findings.append(.notImported(path, "it is computed", at: entry.range))
      return []
    }
    return [Attrpath("nixos", "modules") => value]
  }

  /// Disks as a list with QEMU's words, as a set by their names. A root disk among them was not
  /// installed.
  mutating func disks(_ list: List, _ path: String) -> [Binding] {
    var bindings: [Binding] = []
    var isInstalled = true
    for element in list.elements {
      let place = element.expr.range ?? list.range ?? SourceRange(0..<0)
      guard let disk = disk(element.expr) else {
        findings.append(.notImported("a disk of \(path)", "it has no serial", at: place))
        continue
      }
      if disk.name == "root" { isInstalled = false }
      bindings.append(Attrpath(AttrName(disk.name)) => .attrSet(AttrSet(disk.bindings)))
    }
    let disks = Attrpath(GuestKeys.disks.name) => .attrSet(AttrSet(bindings))
    return isInstalled ? [disks] : [Attrpath(GuestKeys.install.name) => "none", disks]
  }

  private mutating func disk(_ expr: Expr) -> (name: String, bindings: [Binding])? {
    var values: [String: Expr] = [:]
    for entry in scope.entries(of: expr) ?? [] { values[entry.name] = scope.data(entry.value) }
    guard let name = values["serial"]?.text else { return nil }
    var bindings: [Binding] = []
    if let size = values["size"] {
      bindings.append(Attrpath("size") => size)
    } else if let file = values["file"]?.text {
      // Commas are doubled for QEMU.
      bindings.append(Attrpath("path") => .str(file.split(separator: ",,").joined(separator: ",")))
    }
    if let format = values["format"], format != (values["size"] == nil ? "raw" : "qcow2") {
      bindings.append(Attrpath("format") => format)
    }
    if let readOnly = values["readOnly"] { bindings.append(Attrpath("readOnly") => readOnly) }
    return (name, bindings)
  }
}

extension Expr {
  /// The text of a string.
  fileprivate var text: String? {
    if case .string(let string) = self { string.text } else { nil }
  }
}
