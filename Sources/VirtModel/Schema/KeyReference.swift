/// The reference of keys in Markdown, made from the same tables that read them: the tables of
/// `docs/description.md`.
public enum KeyReference {
  /// The tables, one for each set of a description.
  public static var text: String {
    var text = ""
    section("The description", DescriptionKeys.shape, &text)
    section("`hosts.<name>`", FleetHostKeys.shape, &text)
    section("`host`", HostKeys.shape, &text)
    section("`networks.<name>`", NetworkKeys.shape, &text)
    section("`networks.<name>.nat`", NATKeys.shape, &text)
    section("`networks.<name>.nat.dhcp`", DHCPKeys.shape, &text)
    section("`guests.<name>` and `defaults`", GuestKeys.shape, &text)
    section("`guests.<name>.cpus`, as a set", TopologyKeys.shape, &text)
    section("`guests.<name>.disks.<name>`", DiskKeys.shape, &text)
    section("an element of `guests.<name>.interfaces`", InterfaceKeys.shape, &text)
    section("`guests.<name>.nixos`", NixOSKeys.shape, &text)
    section("`guests.<name>.shares.<tag>`", ShareKeys.shape, &text)
    return text
  }

  private static func section(_ title: String, _ shape: ObjectShape, _ text: inout String) {
    text += "\n## \(title)\n\n| key | value | default | meaning |\n|---|---|---|---|\n"
    for key in shape.keys {
      let fallback = key.isRequired ? "required" : key.defaultText ?? "–"
      text += "| `\(key.name)` | \(words(key.shape)) | \(fallback) | \(key.summary) |\n"
    }
  }

  private static func words(_ shape: Shape) -> String {
    switch shape {
    case .bool: "true or false"
    case .integer(let limits): "\(limits.lowerBound) to \(limits.upperBound)"
    case .string(let description, _): description
    case .enumeration(let texts): texts.map { "`\"\($0)\"`" }.joined(separator: ", ")
    case .path(let description): "path (\(description))"
    case .list(let element): "list: \(words(element))"
    case .map(_, _, let element): "set by name: \(words(element))"
    case .object: "set, see below"
    case .either(let shapes): shapes.map(words).joined(separator: ", or ")
    }
  }
}
