import Foundation

/// A unit file, as NixOS makes it of what a module sets for a unit.
struct UnitFile {
  let name: String
  let text: String

  /// A service, or a socket.
  init(_ name: String, _ settings: [String: Any]) {
    self.name = name
    var unit = settings["unitConfig"] as? [String: Any] ?? [:]
    for (key, setting) in [
      ("description", "Description"), ("requires", "Requires"), ("wants", "Wants"),
      ("after", "After"), ("onSuccess", "OnSuccess"),
      ("startLimitIntervalSec", "StartLimitIntervalSec"), ("startLimitBurst", "StartLimitBurst"),
    ] {
      unit[setting] = settings[key]
    }
    var sections = [Self.section("Unit", unit)]
    if let socket = settings["socketConfig"] as? [String: Any] {
      let streams = ["ListenStream": settings["listenStreams"] ?? [String]()]
      sections.append(Self.section("Socket", socket.merging(streams) { own, _ in own }))
    } else {
      var service = settings["serviceConfig"] as? [String: Any] ?? [:]
      for (script, setting) in [
        ("preStart", "ExecStartPre"), ("script", "ExecStart"), ("preStop", "ExecStop"),
      ] where (settings[script] as? String).map({ !$0.isEmpty }) ?? false {
        service[setting] = "/bin/true"
      }
      sections.append(Self.section("Service", service))
    }
    text = sections.joined(separator: "\n")
  }

  private static func section(_ name: String, _ settings: [String: Any]) -> String {
    var lines = ["[\(name)]"]
    for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
      // What mkIf leaves out, see evaluate.nix.
      if let set = value as? [String: Any], set["ignored"] != nil { continue }
      for value in value as? [Any] ?? [value] {
        lines.append("\(key)=\(Self.text(value))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ value: Any) -> String {
    guard let number = value as? NSNumber else { return "\(value)" }
    let isBool = String(cString: number.objCType) == "c"
    return isBool ? (number.boolValue ? "true" : "false") : number.stringValue
  }
}
