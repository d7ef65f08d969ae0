import Foundation
import TestSupport
import Testing

private let python: String? = {
  guard let path = ExternalTool.find("python3") else { return nil }
  let result = try? ExternalTool.run(path, ["-c", "import jsonschema"])
  return result?.status == 0 ? path : nil
}()

/// `docs/plan.schema.json`, which programs that read plans rely on.
@Suite(
  "Plans for programs", .ownThreads, .enabled(if: python != nil, "jsonschema is not installed"))
struct PlanSchemaTests {
  @Test("a plan of a fleet has what the schema says, and nothing else")
  func fleet() throws {
    let place = try Workplace(
      """
      {
        networks.lan.uplink = "eno1";
        defaults = { diskSize = "8g"; network = "lan"; };
        hosts.a.guests = {
          moves = { }; renamed = { formerly = "old"; }; new = { }; grows.disks.data = { size = "2g"; format = "raw"; }; card.pci = [ "0000:01:00.0" ];
          db = { backup = { schedule = "daily"; directory = "/srv/backups"; }; replicate = { to = "b"; schedule = "hourly"; }; };
        };
        hosts.b.host.stateDir = "/srv/guests";
      }
      """)
    try place.write(
      "old.nix",
      """
      {
        networks.lan.uplink = "eno1";
        defaults = { diskSize = "8g"; network = "lan"; };
        hosts.b = { host.stateDir = "/srv/other"; guests = { moves = { }; gone = { }; stays = { memory = "1g"; }; }; };
        hosts.a.guests = { old = { }; grows.disks.data.size = "1g"; db = { }; };
      }
      """)
    let plan = try place.run("plan", "--format=json", "old.nix", "guests.nix")
    try Self.conforms(plan, "fleet")
    #expect(plan.output.ranges(of: "\"step\":").count > 5, "\(plan.output)")
    let none = try place.run("plan", "--format=json", "guests.nix", "guests.nix")
    try Self.conforms(none, "fleet")
    #expect(none.output.contains("\"steps\": []"))
    try Self.conforms(try place.run("plan", "--failover=a", "--format=json"), "failover")
  }

  @Test(
    "a plan for a host has what the schema says, and nothing else",
    arguments: GoldenFiles.cases(in: "switch"))
  func host(name: String) throws {
    try Self.conforms(try #require(GoldenFiles.read("switch/\(name)/plan.json")), "switch")
  }

  @Test("another value, a missing key and an unknown one do not conform")
  func refused() throws {
    let plan = try #require(GoldenFiles.read("switch/every-change/plan.json"))
    for (old, new) in [
      ("\"action\": \"restarts\"", "\"action\": \"restarted\""),
      ("\"needsPerson\":", "\"needsSomebody\":"),
      ("\"reason\": \"disk-gone\"", "\"reason\": \"no-installer\""),
    ] where plan.contains(old) {
      #expect(try !Self.violations(plan.replacing(old, with: new), "switch").isEmpty, "\(new)")
    }
    #expect(try !Self.violations("{\"format\": 1}", "fleet").isEmpty)
  }

  private static func conforms(_ result: ExternalTool.Result, _ name: String) throws {
    try #require(result.status == 0, "\(result.errors)")
    try conforms(result.output, name)
  }

  private static func conforms(_ plan: String, _ name: String) throws {
    let found = try violations(plan, name)
    #expect(found == "", "\(found)\n\(plan)")
  }

  /// What a well-known validator says of a plan, when keys that the schema does not have are refused.
  private static func violations(_ plan: String, _ name: String) throws -> String {
    let script = """
      import json, sys, jsonschema

      def strict(schema):
          if isinstance(schema, dict):
              if "properties" in schema:
                  schema["additionalProperties"] = False
              for inner in schema.values():
                  strict(inner)
          elif isinstance(schema, list):
              for inner in schema:
                  strict(inner)

      schema, plan = json.load(sys.stdin)
      jsonschema.Draft202012Validator.check_schema(schema)
      list(jsonschema.Draft202012Validator(schema).iter_errors(plan)) == [] or print("not of the published schema")
      strict(schema)
      for error in jsonschema.Draft202012Validator({**schema, "oneOf": [{"$ref": "#/$defs/\(name)"}]}).iter_errors(plan):
          print(error.json_path, error.message[:300], [inner.message[:200] for inner in error.context or []][:6])
      """
    let schema = try String(
      contentsOf: GoldenFiles.repository.appendingPathComponent("docs/plan.schema.json"),
      encoding: .utf8)
    let result = try ExternalTool.run(
      try #require(python), ["-c", script], input: "[\(schema), \(plan)]")
    try #require(result.status == 0, "\(result.errors)")
    return result.output
  }
}
