import Foundation
import TestSupport
import Testing

/// Real Nix, where it is installed.
let nix = ExternalTool.find("nix-instantiate")

/// What a module sets, and the scripts in it.
struct EvaluatedModule {
  let config: [String: Any]
  /// The options that NixOS has not, or with another type: by `Nix/options.nix`.
  let mistakes: [String]
  private(set) var scripts: [String: String] = [:]
  /// Services of its NixOS guests, by name: those that `Nix/evaluate.nix` shows.
  private(set) var servicesInGuests: [String: [String: Any]] = [:]

  init(_ path: String, useNetworkd: Bool = false, sshPorts: [Int] = [22]) throws {
    let evaluate = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Nix/evaluate.nix").path
    let result = try ExternalTool.run(
      try #require(nix),
      [
        "--eval", "--strict", "--json", evaluate, "--arg", "module", path, "--arg", "useNetworkd",
        String(useNetworkd), "--arg", "sshPorts",
        "[ \(sshPorts.map(String.init).joined(separator: " ")) ]",
      ],
      // No store: nothing is built, and nothing is written outside the test.
      environment: ["NIX_REMOTE": "dummy://"])
    try #require(result.status == 0, "\(result.errors)")
    let evaluated = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    config = try #require(evaluated["config"] as? [String: Any])
    mistakes = try #require(evaluated["mistakes"] as? [String])
    for line in result.errors.split(separator: "\n") where line.hasPrefix("trace: script ") {
      let object = try JSONSerialization.jsonObject(
        with: Data(line.dropFirst("trace: script ".count).utf8))
      let script = try #require(object as? [String: String])
      scripts[try #require(script["name"])] = script["text"]
    }
    for line in result.errors.split(separator: "\n") where line.hasPrefix("trace: service ") {
      let object = try JSONSerialization.jsonObject(
        with: Data(line.dropFirst("trace: service ".count).utf8))
      servicesInGuests.merge(try #require(object as? [String: [String: Any]])) { $1 }
    }
    for (name, service) in services {
      for key in ["script", "preStart", "preStop", "postStart"] {
        if let text = service[key] as? String {
          scripts["\(name)-\(key)"] = text
        }
      }
    }
  }

  /// The services that it sets, by name.
  var services: [String: [String: Any]] { units(of: "services") }

  /// The script that a setting of a service runs, among the files of its guest.
  func script(_ service: String, _ setting: String = "ExecStart") -> String? {
    let config = services[service]?["serviceConfig"] as? [String: Any]
    let commands = config?[setting] as? [String] ?? [config?[setting] as? String ?? ""]
    let files = "/etc/nixvirt/guests/"
    return commands.compactMap { command in
      command.hasPrefix(files)
        ? scripts["guest-" + command.dropFirst(files.count).replacing("/", with: "-")] : nil
    }.first
  }

  /// The units of guests and of their networks, as files.
  var units: [UnitFile] {
    let services = services.filter {
      $0.key.hasPrefix("qemu-guest-") || Self.ofNetworks.contains($0.key)
    }
    return services.map { UnitFile("\($0.key).service", $0.value) }
      + units(of: "sockets").map { UnitFile("\($0.key).socket", $0.value) }
  }

  /// The names of all units of the module that start something.
  var unitNames: [String] {
    // NixOS makes a timer of a service that has startAt.
    let timers =
      Array(units(of: "timers").keys) + services.filter { $0.value["startAt"] != nil }.map(\.key)
    return services.keys.map { "\($0).service" } + timers.map { "\($0).timer" }
      + units(of: "sockets").keys.map { "\($0).socket" }
  }

  private static let ofNetworks: Set = [
    "nixvirt-dnsmasq", "nixvirt-docker", "nixvirt-filter", "nixvirt-names",
  ]

  private func units(of kind: String) -> [String: [String: Any]] {
    let systemd = config["systemd"] as? [String: Any]
    return systemd?[kind] as? [String: [String: Any]] ?? [:]
  }
}
