import NixAST
import VirtModel

/// Where guests are by the modules beside a description: for guests that the placement file does not know,
/// because they were described under their host.
struct ModulePlaces {
  private let folder: String
  private let hosts: [HostName]

  init(_ description: DescriptionFile) {
    folder = description.path.map { Paths.folder(of: $0) + "/virtual" } ?? ""
    hosts = description.names.hosts
  }

  /// The hosts of those guests that are in a module. Guests in several modules are left out.
  func hosts(of guests: [GuestName]) throws(Failure) -> [GuestName: HostName] {
    var found: [GuestName: [HostName]] = [:]
    if guests.isEmpty || folder.isEmpty { return [:] }
    let wanted = Set(guests)
    for host in hosts {
      let path = "\(folder)/\(host).nix"
      guard let bytes = try Files.readIfPresent(path)?.bytes,
        bytes.starts(with: Array(ModuleState.mark.utf8))
      else { continue }
      // Most modules have none of them, and taking one apart takes time.
      let text = String(decoding: bytes, as: UTF8.self)
      guard guests.contains(where: { text.contains("\n    \($0) = {") }),
        let file = NixFile.parse(SourceText(name: path, bytes: bytes)).value
      else { continue }
      for guest in Pipeline.guests(ofModule: file) ?? [] where wanted.contains(guest) {
        found[guest, default: []].append(host)
      }
    }
    return found.compactMapValues { $0.count == 1 ? $0[0] : nil }
  }
}
