/// A guest's TPM, which swtpm emulates.
public enum TPM: GuestCapability {
  /// Whether there is a TPM.
  public static let key = DefaultedKey(
    "tpm", .bool, default: false, "Whether the guest has a TPM 2.0.")

  static var keys: [any KeyDefinition] { [key] }
  static var attributes: [ParagraphAttribute] { [ParagraphAttribute("tpm", implies: true)] }
}

extension Guest {
  /// Whether it has a TPM.
  public var tpm: Bool { values[TPM.key] }
}
