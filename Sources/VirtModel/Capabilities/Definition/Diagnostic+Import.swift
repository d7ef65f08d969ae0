import NixAST

// Wordings for what a hand-written module has and a description has not. All are warnings, but for a
// module without guests: what was found is printed all the same.

extension Diagnostic {
  static func noGuests(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .noGuests, "the module contains no set of guests", at: range,
      suggestion:
        "name it: let guests = { alice = { memory = \"1g\"; diskSize = \"40g\"; }; }; in …")
  }

  static func alreadyDescription(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .alreadyDescription, "this is not a module, but a description already", at: range,
      suggestion: "generate the module: nixvirt generate")
  }

  static func notImported(
    _ what: String, _ why: String, at range: SourceRange?, suggestion: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      .notImported, "\(what) is not carried over: \(why)", at: range,
      suggestion: suggestion)
  }

  static func imported(
    _ message: String, at range: SourceRange?, suggestion: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      .importedOtherwise, message, at: range, suggestion: suggestion)
  }

  static func privateKeyNotImported(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .privateKey, "the module contains a private key, which is not carried over", at: range,
      severity: .warning,
      hidesExcerpt: true,
      suggestion: "create a new key: this one is in every copy of the module and in the Nix store")
  }
}
