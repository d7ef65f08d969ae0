import NixAST

/// A hash of the settings that a running guest got: a rebuild restarts a guest if it changes.
///
/// It is made of names and values alone, not of how a module is laid out, so that another version of
/// nixvirt gives the same.
enum GuestDefinition {
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
    let lines = reaching.sorted { $0.name < $1.name }.map { attribute in
      attribute.name == "sshKeys"
        ? "sshKeys=\(keys.map(\.description))\n"
        : "\(attribute.name)=\(text(of: attribute.binding))\n"
    }
    return SHA256.hash(lines.joined()).prefix(8).map { hex(UInt64($0), digits: 2) }.joined()
  }

  private static func text(of binding: Binding) -> String {
    switch binding {
    case .attr(let attr):
      // A set of one setting is written as a path.
      let names = attr.path.rest.map { $0.fixed ?? "" }
      return names.reversed().reduce(text(of: attr.value)) { "{\($1)=\($0);}" }
    case .inherit: return ""
    }
  }

  private static func text(of expr: Expr) -> String {
    switch expr {
    case .string(let string): "\"\(string.text ?? "")\""
    case .integer(let literal): "\(literal.value)"
    case .variable(let variable): variable.identifier.name
    case .list(let list): "[\(list.elements.map { text(of: $0.expr) }.joined(separator: ";"))]"
    case .attrSet(let set):
      "{"
        + set.bindings.compactMap { binding -> (String, String)? in
          guard case .attr(let attr) = binding else { return nil }
          let name = attr.path.first.fixed ?? ""
          // Properties that only the filter and the taps have, and a disk's former name.
          return ["isolated", "spoofing", "former"].contains(name) ? nil : (name, text(of: binding))
        }.sorted { $0.0 < $1.0 }.map { "\($0.0)=\($0.1);" }.joined() + "}"
    default: (try? expr.rendered()) ?? ""
    }
  }
}
