import NixAST

extension Diagnostics {
  /// Warns of images, installers and NixOS modules that do not exist.
  ///
  /// Only paths that Nix reads are asked for: a text that starts with `/` is a file of the host, which
  /// need not be the machine that reads the description.
  ///
  /// - Parameter isMissing: whether a file is known not to exist. This library does not look itself.
  mutating func warnOfMissingFiles(
    of guests: [Named<GuestName, GuestDescription>], _ isMissing: (SourcePath) -> Bool
  ) {
    // Guests share what `defaults` name.
    var known: [SourcePath: Bool] = [:]
    for guest in guests {
      let path = DataPath.root.appending("guests").appending(guest.name.value.description)
      for (key, file) in RootDiskKeys.files(of: guest.content) {
        guard let name = file.value.nixPath else { continue }
        let missing = known[file.value] ?? isMissing(file.value)
        known[file.value] = missing
        guard missing else { continue }
        report(
          Diagnostic(
            .missingFile, "\(path).\(key): \(quoted(name)) does not exist", at: file.range,
            suggestion: "correct the path, or put the file there before the host is built"))
      }
    }
  }
}

extension SourcePath {
  /// The path, if Nix reads the file where the description is.
  package var nixPath: String? {
    switch self {
    case .relative(let text): text
    case .absolute(let path): path.description
    case .host, .fetched: nil
    }
  }

  /// The path, from the directory of the description, whoever reads the file; nil if Nix fetches it.
  package var filePath: String? {
    switch self {
    case .relative(let text): text
    case .absolute(let path), .host(let path): path.description
    case .fetched: nil
    }
  }
}
