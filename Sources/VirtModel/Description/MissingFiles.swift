import NixAST

/// The kind of thing that a path of a description leads to, where the description is read.
public enum SourceKind: Sendable {
  /// Not known: this library does not look itself.
  case unknown
  /// Nothing.
  case missing
  /// A file with content.
  case file
  /// A link to something that exists.
  case link
  /// A directory.
  case directory
  /// A device, a pipe or a socket.
  case special
}

extension Diagnostics {
  /// Warns of images, installers, user data and NixOS modules that do not exist, and reports those that Nix
  /// cannot copy as a file.
  ///
  /// Only paths that Nix reads are asked for: a text that starts with `/` is a file of the host, which
  /// need not be the machine that reads the description.
  mutating func checkFiles(
    of guests: [Named<GuestName, GuestDescription>], _ kind: (SourcePath) -> SourceKind
  ) {
    // Guests share what `defaults` name.
    var known: [SourcePath: SourceKind] = [:]
    for guest in guests {
      let path = DataPath.root.appending("guests").appending(guest.name.value.description)
      for (key, file) in RootDiskKeys.files(of: guest.content) {
        guard let name = file.value.nixPath else { continue }
        let found = known[file.value] ?? kind(file.value)
        known[file.value] = found
        let isModule = key == "nixos.modules"
        let objection: String
        switch found {
        case .unknown, .file: continue
        case .missing:
          report(
            Diagnostic(
              .missingFile, "\(path).\(key): \(quoted(name)) does not exist", at: file.range,
              suggestion: "correct the path, or put the file there before the host is built"))
          continue
        case .directory, .link:
          // Modules are read where they are, and a directory can be one.
          if isModule { continue }
          objection =
            found == .link
            ? "is a symbolic link, of which Nix copies the link and not the file" : "is a directory"
        case .special: objection = "is a device, a pipe or a socket"
        }
        report(
          Diagnostic(
            .invalidPath, "\(path).\(key): \(quoted(name)) \(objection)", at: file.range,
            suggestion: "write the path of the file itself"))
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
