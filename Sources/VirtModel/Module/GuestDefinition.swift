import NixAST

/// A hash of the settings that a running guest got: a rebuild restarts a guest if it changes.
///
/// It is made of names and values alone, not of how a module is laid out, so that another version of
/// nixvirt gives the same.
struct GuestDefinition {
  // Every guest has one: texts are added to one array of bytes, not put together from others.
  private var bytes: [UInt8] = []

  /// 16 digits for what QEMU and the guest's unit get from a paragraph.
  ///
  /// - Parameter keys: the guest's keys. The paragraph may name some of them by a variable, which depends on
  ///   the keys of other guests.
  static func hash(_ attributes: [GuestParagraph.Attribute], keys: [SSHPublicKey]) -> String {
    let isImage = attributes.contains { $0.name == "image" }
    let reaching = attributes.filter { attribute in
      switch GuestCapabilities.attributes[attribute.name]?.effect ?? .restarts {
      case .restarts: true
      case .runsOn: false
      case .keysDrive: isImage
      }
    }
    var definition = GuestDefinition()
    definition.bytes.reserveCapacity(1024)
    for attribute in reaching.sorted(by: { $0.name < $1.name }) {
      definition.add(attribute.name)
      definition.add("=")
      if attribute.name == "sshKeys" {
        definition.add(keys)
      } else {
        definition.add(attribute.binding)
      }
      definition.add("\n")
    }
    let number = SHA256.hash(definition.bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    return hex(number, digits: 16)
  }

  private mutating func add(_ text: String) { bytes += text.utf8 }

  /// Adds keys as Swift describes an array of texts.
  private mutating func add(_ keys: [SSHPublicKey]) {
    add("[")
    for (index, key) in keys.enumerated() {
      if index > 0 { add(", ") }
      let text = key.description
      // Swift looks at each character for one to escape; keys of printable ASCII have none.
      let isPlain = text.utf8.allSatisfy {
        (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
      }
      add(isPlain ? "\"\(text)\"" : text.debugDescription)
    }
    add("]")
  }

  private mutating func add(_ binding: Binding) {
    guard case .attr(let attr) = binding else { return }
    // A set of one setting is written as a path.
    for name in attr.path.rest {
      add("{")
      add(name.fixed ?? "")
      add("=")
    }
    add(attr.value)
    for _ in attr.path.rest { add(";}") }
  }

  private mutating func add(_ expr: Expr) {
    switch expr {
    case .string(let string):
      add("\"")
      add(string.text ?? "")
      add("\"")
    case .integer(let literal): add("\(literal.value)")
    case .variable(let variable): add(variable.identifier.name)
    case .list(let list):
      add("[")
      for (index, element) in list.elements.enumerated() {
        if index > 0 { add(";") }
        add(element.expr)
      }
      add("]")
    case .attrSet(let set): add(set)
    default: add((try? expr.rendered()) ?? "")
    }
  }

  private mutating func add(_ set: AttrSet) {
    let settings = set.bindings.compactMap { binding -> (name: String, binding: Binding)? in
      guard case .attr(let attr) = binding else { return nil }
      let name = attr.path.first.fixed ?? ""
      // Properties that only the filter and the taps have, and a disk's former name.
      return ["isolated", "spoofing", "former"].contains(name) ? nil : (name, binding)
    }
    add("{")
    for setting in settings.sorted(by: { $0.name < $1.name }) {
      add(setting.name)
      add("=")
      add(setting.binding)
      add(";")
    }
    add("}")
  }
}
