import NixAST
import TestSupport
import Testing

@testable import VirtModel

/// Placement of random fleets, checked against the rules of docs/fleets.md by a checker that knows the
/// description only, and on small fleets against all placements that there are.
@Suite("Placement keeps the documented rules")
struct FleetPropertyTests {
  struct Host {
    var name: String
    var memory: Int
    var reserve: Int
    var ratio: Int
    var cpus: Int
    var system: String
    var zone: String?
    var tags: [String]
    var drains: Bool
    var networks: Set<String>

    var text: String {
      let keys =
        "memory = \"\(memory)g\"; reserve = \"\(reserve)g\"; memoryRatio = \"\(ratio)%\"; cpus = \(cpus);"
        + " system = \"\(system)\"; tags = [ \(tags.map { "\"\($0)\"" }.joined(separator: " ")) ];"
        + (zone.map { " zone = \"\($0)\";" } ?? "") + (drains ? " drain = true;" : "")
        + (tags.contains("other") ? " stateDir = \"/srv/vm\";" : "")
      let networks = ["lan", "dmz"].map { network in
        self.networks.contains(network)
          ? "\(network).uplink = \"\(network)0\";" : network == "lan" ? "lan = null;" : ""
      }
      return "\(name) = { host = { \(keys) }; networks = { \(networks.joined(separator: " ")) };"
    }
  }

  struct Guest {
    var name: String
    var memory: Int
    var cpus: Int
    var system: String?
    var network: String?
    var hosts: [String]?
    var device: String?
    var together: [String] = []
    var apart: [String] = []
    var isZone = false
    var pinned: String?

    var text: String {
      func list(_ words: [String]) -> String {
        "[ \(words.map { "\"\($0)\"" }.joined(separator: " ")) ]"
      }
      let keys = [
        "memory = \"\(memory)g\"; cpus = \(cpus);", system.map { "system = \"\($0)\";" },
        network.map { "network = \"\($0)\";" },
        pinned == nil ? hosts.map { "hosts = \(list($0));" } : nil, device,
        "affinity = \(list(together)); antiAffinity = \(list(apart));",
        isZone ? "spread = \"zone\";" : nil,
      ]
      return "\(name) = { \(keys.compactMap(\.self).joined(separator: " ")) };"
    }
  }

  struct Case {
    var hosts: [Host] = []
    var guests: [Guest] = []
    var old: [String: String] = [:]

    init(_ seed: Int, guests limit: Int) {
      var random = RandomSource(seed: UInt64(seed))
      func chance(_ part: Int) -> Bool { Int.random(in: 0..<part, using: &random) == 0 }
      func one<Value>(_ values: [Value]) -> Value {
        values.randomElement(using: &random) ?? values[0]
      }
      let names = Array(["a", "b", "c"].prefix(Int.random(in: 1...3, using: &random)))
      hosts = names.map { name in
        Host(
          name: name, memory: Int.random(in: 6...14, using: &random),
          reserve: Int.random(in: 1...2, using: &random), ratio: one([100, 100, 150]),
          cpus: Int.random(in: 2...6, using: &random),
          system: chance(5) ? "aarch64-linux" : "x86_64-linux",
          zone: one(["east", "west", nil]), tags: [one(["ssd", "other"])], drains: chance(8),
          networks: chance(4) ? ["lan", "dmz"] : ["lan"])
      }
      let devices = [
        "pci = [ \"0000:01:00.0\" ];", "usb = [ \"046d:c52b\" ];", "vncDisplay = \"localhost:1\";",
        "netDevice = \"tap7\";", "disks.d.path = \"/dev/sdb\";",
      ]
      let all = (0..<Int.random(in: 1...limit, using: &random)).map { "g\($0)" }
      for name in all {
        var guest = Guest(
          name: name, memory: Int.random(in: 1...5, using: &random),
          cpus: Int.random(in: 1...4, using: &random))
        guest.system = chance(6) ? one(["aarch64-linux", "x86_64-linux"]) : nil
        guest.network = chance(6) ? "dmz" : nil
        guest.hosts = chance(4) ? [one(hosts.flatMap(\.tags).map { "@\($0)" } + names)] : nil
        guest.device = chance(3) ? one(devices) : nil
        if chance(6) { guest.together = [one(all)] }
        if chance(4) { guest.apart = [one(all)] }
        guest.isZone = chance(2)
        guest.pinned = chance(6) ? one(names) : nil
        if guest.pinned == nil, chance(3) { old[name] = one(names) }
        guests.append(guest)
      }
    }

    var text: String {
      let machines = hosts.map { host in
        let own = guests.filter { $0.pinned == host.name }.map(\.text).joined(separator: " ")
        return "\(host.text) guests = { \(own) }; };"
      }
      let free = guests.filter { $0.pinned == nil }.map(\.text).joined(separator: " ")
      return """
        { networks.lan.uplink = "lan0"; defaults.diskSize = "9g";
          hosts = { \(machines.joined(separator: "\n")) };
          guests = { \(free) }; }
        """
    }

    /// The guests that are where they are: described there, or placed there on a host that does not drain.
    var fixed: [String: String] {
      var fixed: [String: String] = [:]
      for guest in guests {
        if let host = guest.pinned { fixed[guest.name] = host }
        guard let host = old[guest.name], let machine = hosts.first(where: { $0.name == host }),
          !machine.drains
        else { continue }
        fixed[guest.name] = host
      }
      return fixed
    }

    /// The documented rules that guests on hosts break.
    func broken(_ places: [String: String]) -> [String] {
      var broken: [String] = []
      let there = fixed
      let platforms = Set(hosts.map(\.system))
      let common = platforms.count == 1 ? platforms.first ?? "" : "x86_64-linux"
      for host in hosts {
        let here = guests.filter { places[$0.name] == host.name }
        let room = (host.memory - host.reserve) * host.ratio
        if here.reduce(0, { $0 + $1.memory }) * 100 > room {
          broken.append("memory of \(host.name)")
        }
        for guest in here {
          if guest.cpus > host.cpus { broken.append("CPUs of \(guest.name)") }
          // A guest that has a host already runs there.
          let system = guest.system ?? (there[guest.name] == nil ? common : host.system)
          if system != host.system { broken.append("system of \(guest.name)") }
          if !host.networks.contains(guest.network ?? "lan") {
            broken.append("network of \(guest.name)")
          }
          if guest.pinned == nil, host.drains {
            broken.append("\(guest.name) on a host that drains")
          }
          let names = [host.name] + host.tags.map { "@\($0)" }
          if guest.pinned == nil, let open = guest.hosts, Set(open).isDisjoint(with: names) {
            broken.append("hosts of \(guest.name)")
          }
        }
        for (index, guest) in here.enumerated() {
          for other in here[(index + 1)...]
          where guest.device != nil && guest.device == other.device {
            broken.append("\(guest.name) and \(other.name) have one device")
          }
        }
      }
      for guest in guests {
        guard let host = places[guest.name] else { continue }
        for other in guest.together where places[other].map({ $0 != host }) ?? false {
          broken.append("\(guest.name) with \(other)")
        }
        for other in guest.apart where other != guest.name {
          guard let place = places[other] else { continue }
          let zones = [host, place].map { name in hosts.first { $0.name == name }?.zone }
          if place == host || guest.isZone && zones[0] != nil && zones[0] == zones[1] {
            broken.append("\(guest.name) apart from \(other)")
          }
        }
      }
      return broken
    }

    /// Whether the guests without a host can be placed beside the others.
    func hasPlacement() -> Bool {
      let free = guests.map(\.name).filter { fixed[$0] == nil }
      func place(_ index: Int, _ places: [String: String]) -> Bool {
        guard index < free.count else { return true }
        return hosts.contains { host in
          var next = places
          next[free[index]] = host.name
          return broken(next).isEmpty && place(index + 1, next)
        }
      }
      return place(0, fixed)
    }
  }

  @Test("a placement breaks no rule and moves nobody, and there is none where nixvirt finds none")
  func rules() throws {
    var counts = (placed: 0, impossible: 0, invalid: 0)
    for seed in 0..<500 {
      let fleet = Case(seed, guests: 5)
      let result = Pipeline.placement(
        of: SourceText(name: "guests.nix", text: fleet.text), format: .nix,
        assignment: Assignment(
          Dictionary(
            uniqueKeysWithValues: fleet.old.compactMap { guest, host in
              GuestName(guest).flatMap { guest in HostName(host).map { (guest, $0) } }
            })))
      let ids = Set(result.diagnostics.filter { $0.severity == .error }.map(\.id))
      if let placement = result.value {
        counts.placed += 1
        var places: [String: String] = [:]
        for machine in placement.fleet.machines {
          for guest in machine.host.guests { places["\(guest.name)"] = "\(machine.name)" }
        }
        #expect(places.count == fleet.guests.count, "seed \(seed)")
        #expect(fleet.broken(places) == [], "seed \(seed): \(fleet.text)")
        for (guest, host) in fleet.fixed {
          #expect(places[guest] == host, "seed \(seed): \(guest)")
        }
      } else if !fleet.broken(fleet.fixed).isEmpty {
        // What is there breaks a rule, which a person must mend.
        counts.invalid += 1
      } else {
        counts.impossible += 1
        #expect(ids == ["no-room"], "seed \(seed): \(result.diagnostics.map(\.message))")
        #expect(!fleet.hasPlacement(), "seed \(seed): \(fleet.text)")
      }
    }
    // Every outcome is there often enough to mean something.
    #expect(min(counts.placed, counts.impossible, counts.invalid) > 40, "\(counts)")
  }
}
