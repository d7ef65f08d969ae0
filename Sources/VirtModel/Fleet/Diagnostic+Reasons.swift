import NixAST

extension Diagnostic.Note {
  /// A note of `no-room`: why a guest is not on a host. The report of a placement has the same lines.
  package init(_ host: HostName, _ reason: FleetPlacement.Reason) {
    self.init("\(host): \(Self.words(reason))")
  }

  private static func words(_ reason: FleetPlacement.Reason) -> String {
    switch reason {
    case .unknownMemory: "host.memory is not set"
    case .drains: "gives its guests away (host.drain)"
    case .otherSystem(let system, let wanted):
      "is \(system.rawValue), but the guest is for \(wanted.rawValue) (system)"
    case .ambiguousNetwork(let names):
      "the guest names no network, and hosts have different ones:"
        + " \(names.map(\.description).joined(separator: ", "))"
    case .notListed: "not in its hosts"
    case .shares(let resource, let guest, let other):
      "\(other) is there, and both \(guest) and \(other) have \(resource)"
    case .noNetwork(let network): "has no network \(network)"
    case .notNamed(let guest): "not in the hosts of \(guest)"
    case .follows(let guest): "\(guest), which must be on the same host, is not there"
    case .tooFewCPUs(let guest, let wanted, let available):
      "has \(available) CPUs, but \(guest) needs \(wanted)"
    case .apart(let guest, let other): "\(other) is there, and \(guest) must be on a different host"
    case .sameZone(let guest, let other, let isRequired):
      "\(other) is in this zone, and \(guest) "
        + (isRequired ? "must be in a different one (spread)" : "prefers a different one (prefer)")
    case .prefersOthers(let guest): "\(guest) prefers other hosts (prefer)"
    case .prefersApart(let guest, let other):
      "\(other) is there, and \(guest) prefers a different host (prefer)"
    case .tooLittleMemory(let wanted, let free):
      "has \(amount(free)) of memory left, but \(amount(wanted)) are needed"
    case .fuller(let load, let taken):
      "would be \(percent(load)) full; the chosen host is \(percent(taken)) full"
    case .lessFull(let load, let taken):
      "would be \(percent(load)) full, less than the chosen host: \(percent(taken))"
    case .possible(let load): "would be \(percent(load)) full"
    }
  }

  private static func amount(_ size: Size?) -> String { size?.readable ?? "nothing" }

  private static func percent(_ load: Double) -> String { "\(Int(load * 100 + 0.5)) %" }
}
