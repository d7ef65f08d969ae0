import NixAST

extension Diagnostics {
  /// Reports user data that cloud-init would not understand, and warns of secrets in it.
  ///
  /// - Parameters:
  ///   - hasHostKeys: whether the host's keys may log in, or those of a host that the guests may be on.
  ///   - read: the content of a file that Nix reads; nil if it cannot be read here.
  mutating func checkUserData(
    of guests: [Named<GuestName, GuestDescription>], hasHostKeys: Bool,
    _ read: (SourcePath) -> [UInt8]?
  ) {
    // Guests share what `defaults` name.
    var known: [SourcePath: UserDataContent?] = [:]
    for guest in guests {
      guard let file = guest.content[UserData.key], let name = file.value.nixPath else { continue }
      let content = known[file.value] ?? read(file.value).map(UserDataContent.init)
      known[file.value] = content
      guard let content else { continue }
      let path = DataPath.root.appending("guests").appending(guest.name.value.description)
        .appending(UserData.key.name)
      if let problem = content.problem {
        report(
          Diagnostic(
            .userDataHeader, "\(path): \(quoted(name)) \(problem.message)", at: file.range,
            suggestion: problem.suggestion))
      }
      if !hasHostKeys, guest.content[SSHKeys.key].isEmpty, content.problem == nil,
        !content.mayLetSomebodyIn
      {
        report(
          Diagnostic(
            .noLogin,
            "nobody can log in to \(guest.name.value): it has no SSH key, and \(quoted(name)) sets"
              + " neither keys nor passwords", at: file.range,
            suggestion: "add a public key to host.sshKeys"))
      }
      let secrets = content.secrets.sorted { $0.line < $1.line }
      if !secrets.isEmpty {
        let more = secrets.count > 5 ? ", and more" : ""
        let list = secrets.prefix(5).map { "\($0.what) in line \($0.line)" }
        report(
          Diagnostic(
            .userDataSecret,
            "\(path): \(quoted(name)) has \(list.joined(separator: ", "))\(more), which every user of the"
              + " host can read in the Nix store", at: file.range,
            suggestion: "remove it, and set it in the guest; for passwords, use SSH keys"))
      }
    }
  }
}
