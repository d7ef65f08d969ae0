import NixAST

/// The keys of a file that Nix fetches.
public struct FetchedFileKeys: KeySet {
  /// The definitions.
  public static let keys = FetchedFileKeys()

  /// Where it is.
  public let url = Key(
    "url", .webAddress, required: "add url = \"https://…\";", "Where it is: http, https or ftp.")
  /// Its hash.
  public let hash = Key(
    "hash", .fileHash,
    required: "add hash = \"sha256-…\"; nixvirt image URL SUM prints it for a line of the server's"
      + " SHA256SUMS, and nix-prefetch-url URL for the file that is there now",
    "Its hash, SHA-256 or SHA-512, as `nixvirt image` prints it.")

  /// The keys, and the form of the set.
  static let shape = ObjectShape(
    title: "`guests.<name>.image`, `guests.<name>.iso`, a set", noun: "a file to fetch",
    [keys.url, keys.hash])
}

extension ValueParser where Value == WebAddress {
  static var webAddress: ValueParser {
    let noun = "the address of a file"
    return text(noun, pattern: "^([hH][tT][tT][pP][sS]?|[fF][tT][pP])://[^/]+/") {
      text, value, path, diagnostics in
      do throws(WebAddress.Problem) {
        return try WebAddress(parsing: text)
      } catch {
        // Whoever reads a report must not learn the password.
        diagnostics.report(
          error == .login
            ? Diagnostic(
              .invalidURL, "\(path): \(error.rule)", at: value.range, hidesExcerpt: true,
              suggestion: error.suggestion)
            : .malformed(
              .invalidURL, text, noun, rule: error.rule, path: path, at: value.range,
              suggestion: error.suggestion))
        return nil
      }
    }
  }
}

extension WebAddress.Problem {
  /// The rule that a value breaks, for messages.
  package var rule: String {
    switch self {
    case .scheme: "it must start with https://, http:// or ftp://"
    case .login: "it contains a user name or a password, which the Nix store shows to every user"
    case .incomplete: "it must have a server and a file name"
    case .character: "it contains a blank or another character that a URL cannot have"
    }
  }

  /// Help for the user.
  package var suggestion: String? {
    switch self {
    case .scheme: "write a path, as in ./disk.qcow2, for a file that is not on a web server"
    case .login: "download the file yourself, and write its path"
    case .incomplete: nil
    case .character: "write it as in \"%20\" for a blank"
    }
  }
}

extension ValueParser where Value == FileHash {
  static var fileHash: ValueParser {
    form(
      .invalidHash, "a hash", rule: "SHA-256 or SHA-512 as SRI, as in \"sha256-…\"",
      pattern: "^(sha256-[A-Za-z0-9+/]{43}=|sha512-[A-Za-z0-9+/]{86}==)$", hint: suggestion
    ) { FileHash(sri: $0) }
  }

  private static func suggestion(_ value: DataValue) -> String? {
    guard case .string(let text) = value.kind else { return nil }
    do throws(FileHash.Problem) {
      return "write \"\(try FileHash(parsing: text, file: nil))\""
    } catch {
      if case .weak(let algorithm) = error {
        return "\(algorithm) does not protect the file: use the SHA-256 hash"
      }
      return "nixvirt image URL SUM prints it for a line of the server's SHA256SUMS"
    }
  }
}

extension ValueParser where Value == SourcePath {
  /// A file that the module refers to or that Nix fetches: a path, or a set.
  static func sourceFile(_ noun: String) -> ValueParser {
    let path = sourcePath(noun)
    let fetched = ValueParser<DescribedSet<FetchedFileKeys>>.described()
    return ValueParser(shape: .either([path.shape, fetched.shape])) { value, place, diagnostics in
      guard case .set = value.kind else { return path.read(value, place, &diagnostics) }
      guard let set = fetched.read(value, place, &diagnostics), let url = set.url,
        let hash = set.hash
      else { return nil }
      return .fetched(FetchedFile(url: url.value, hash: hash.value))
    }
  }
}
