/// A starter: files to begin with. The program holds those of `templates/`, so that it needs no
/// other file where it is installed.
struct Template: Sendable {
  /// A file of a starter.
  struct File: Sendable {
    /// Its name, from the directory that the starter is written to.
    let path: String
    let text: String
  }

  let name: String
  let files: [File]

  /// All starters, by name.
  static let all = [ci, flake, fleet, homeLab]

  /// The one that is taken if none is named.
  static let defaultName = "home-lab"

  /// The purpose of each, by name.
  static let summaries = [
    "home-lab": "a host that is configured in /etc/nixos",
    "flake": "a host that is a flake",
    "fleet": "several hosts, deployed by Colmena or nixos-rebuild",
    "ci": "checks in GitHub Actions and GitLab, for a repository with guests.nix and its modules",
  ]
}
