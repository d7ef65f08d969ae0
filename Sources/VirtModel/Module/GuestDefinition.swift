import NixAST

/// A hash of the settings that a running guest got: a rebuild restarts a guest if it changes.
///
/// It is made of names and values alone, not of how a module is laid out, so that another version of
/// nixvirt gives the same: attributes count in any order.
struct GuestDefinition {
  private var hash = StableHash()

  /// 16 digits for the settings that QEMU and the guest's unit get from a paragraph.
  ///
  /// - Parameter keys: the guest's keys. The paragraph may name some of them by a variable, which depends on
  ///   the keys of other guests.
  static func hash(_ attributes: [GuestParagraph.Attribute], keys: [SSHPublicKey]) -> String {
    let isImage = attributes.contains { $0.name == "image" }
    var sum: UInt64 = 0
    for attribute in attributes {
      let isReaching =
        switch GuestCapabilities.attributes[attribute.name]?.effect ?? .restarts {
        case .restarts: true
        case .runsOn: false
        case .keysDrive: isImage
        }
      if !isReaching { continue }
      var definition = GuestDefinition()
      definition.hash.add(attribute.name)
      if attribute.name == "sshKeys" {
        definition.add(keys)
      } else {
        definition.add(attribute.binding)
      }
      sum &+= definition.hash.value
    }
    return hex(sum, digits: 16)
  }

  private mutating func add(_ mark: Mark) { hash.add(mark.rawValue) }

  /// Bytes that no text has, between and around values.
  private enum Mark: UInt8 {
    case text = 0xF8
    case list, end, set
  }

  private mutating func add(_ text: String) {
    add(.text)
    hash.add(text)
  }

  private mutating func add(_ keys: [SSHPublicKey]) {
    add(.list)
    for key in keys { add(key.description) }
    add(.end)
  }

  private mutating func add(_ binding: Binding) {
    guard case .attr(let attr) = binding else { return }
    add(attr.value, behind: attr.path.rest[...])
  }

  /// Adds a value behind names: a set of one setting is written as a path.
  private mutating func add(_ value: Expr, behind names: ArraySlice<AttrName>) {
    guard let name = names.first else { return add(value) }
    var setting = GuestDefinition()
    setting.add(name.fixed ?? "")
    setting.add(value, behind: names.dropFirst())
    add(.set)
    hash.add(setting.hash.value)
  }

  private mutating func add(_ expr: Expr) {
    switch expr {
    case .string(let string) where string.text != nil: add(string.text ?? "")
    case .integer(let literal): add("\(literal.value)")
    case .variable(let variable): add(variable.identifier.name)
    case .list(let list):
      add(.list)
      for element in list.elements { add(element.expr) }
      add(.end)
    case .attrSet(let set): add(set)
    default: add((try? expr.rendered()) ?? "")
    }
  }

  private mutating func add(_ set: AttrSet) {
    var sum: UInt64 = 0
    for case .attr(let attr) in set.bindings {
      let name = attr.path.first.fixed ?? ""
      if Self.leftOut.contains(name) { continue }
      var setting = GuestDefinition()
      setting.add(name)
      setting.add(attr.value, behind: attr.path.rest[...])
      sum &+= setting.hash.value
    }
    add(.set)
    hash.add(sum)
  }

  /// Properties that only the filter and the taps have, and a disk's former name.
  private static let leftOut = ["isolated", "spoofing", "former"]
}
