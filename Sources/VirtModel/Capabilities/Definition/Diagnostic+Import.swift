import NixAST

// Wordings for what a hand-written module has and a description has not. All are warnings, but for a
// module without guests: what was found is printed all the same.

extension Diagnostic {
  static func noGuests(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "no-guests", "there is no set of guests in the module", at: range,
      suggestion:
        "name it: let guests = { alice = { memory = \"1g\"; diskSize = \"40g\"; }; }; in …")
  }

  static func alreadyDescription(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "already-description", "this is no module, but a description already", at: range,
      suggestion: "make the module of it: nixvirt generate")
  }

  static func notImported(
    _ what: String, _ why: String, at range: SourceRange, suggestion: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      "not-imported", "\(what) is not carried over: \(why)", at: range, severity: .warning,
      suggestion: suggestion)
  }

  static func imported(
    _ message: String, at range: SourceRange, suggestion: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      "imported-otherwise", message, at: range, severity: .warning, suggestion: suggestion)
  }

  static func privateKeyNotImported(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "private-key", "the module holds a private key, which is not carried over", at: range,
      severity: .warning, isSecret: true,
      suggestion: "make a new key: this one is in every copy of the module, and in the Nix store")
  }
}
