import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

/// Each kind of step: what a person reads, what a program reads, and what the script does.
@Suite("Steps of plans")
struct PlanStepTests {
  struct Case: CustomTestStringConvertible {
    let old: String
    let new: String
    /// The steps of the report, without commands that other cases have.
    let steps: String
    /// The members of one step for programs, besides its order and command.
    let json: String
    /// That step in the script.
    let script: String

    var testDescription: String { json }
  }

  private static let cases = [
    Case(
      old: #"hosts.a.guests.w.disks.d.size = "2g";"#,
      new: #"hosts.a.guests.w.disks.d.size = "1g";"#,
      steps: """
        1. By hand: in w, shrink what is on the disk d from 2 GiB to less than 1 GiB, because nixvirt never makes a disk smaller. Then, on a:
           ssh root@a 'nixvirt-guest stop w && setpriv --reuid=$(stat -c %u /var/lib/guests/w/d.qcow2) --regid=$(stat -c %g /var/lib/guests/w/d.qcow2) --clear-groups --no-new-privs qemu-img resize --shrink -f qcow2 /var/lib/guests/w/d.qcow2 1g'
        2. Switch a: restarts w:
        """,
      json:
        #""by-hand/w/d": guest w, host a, step by-hand, text By hand: in w, shrink what is on the disk d from 2 GiB to less than 1 GiB, because nixvirt never makes a disk smaller. Then, on a:"#,
      script:
        #"by_hand by-hand/w/d 'By hand: in w, shrink what is on the disk d from 2 GiB to less than 1 GiB, because nixvirt never makes a disk smaller. Then, on a: ssh root@a '\''nixvirt-guest stop w && setpriv --reuid=$(stat -c %u /var/lib/guests/w/d.qcow2) --regid=$(stat -c %g /var/lib/guests/w/d.qcow2) --clear-groups --no-new-privs qemu-img resize --shrink -f qcow2 /var/lib/guests/w/d.qcow2 1g'\'''"#
    ),
    Case(
      old: #"hosts.a.guests.w.disks.d.size = "2g";"#,
      new: #"hosts.a.guests.w.disks.d = { size = "2g"; format = "raw"; };"#,
      steps: """
        1. On a, shut w down: its files change
           ssh root@a 'nixvirt-guest hold --reason="its files change" w'
        2. On a, convert the disk d of w from qcow2 to raw; d.qcow2 is kept:
           ssh root@a 'cd /var/lib/guests/w && setpriv --reuid=$(stat -c %u d.qcow2) --regid=$(stat -c %g d.qcow2) --clear-groups --no-new-privs qemu-img convert -f qcow2 -O raw d.qcow2 d.raw.new && mv d.raw.new d.raw'
        3. Switch a: no guest restarts:
        """,
      json:
        #""disk/w/d": disk d, fromPath /var/lib/guests/w/d.qcow2, guest w, host a, step convert, toPath /var/lib/guests/w/d.raw"#,
      script:
        #"step disk/w/d 'On a, convert the disk d of w from qcow2 to raw; d.qcow2 is kept' on a 'cd /var/lib/guests/w && setpriv --reuid=$(stat -c %u d.qcow2) --regid=$(stat -c %g d.qcow2) --clear-groups --no-new-privs qemu-img convert -f qcow2 -O raw d.qcow2 d.raw.new && mv d.raw.new d.raw'"#
    ),
    Case(
      old: #"hosts.a.guests.w.disks.d.path = "/dev/vg/d";"#,
      new: #"hosts.a.guests.w.disks.d.size = "1g";"#,
      steps: """
        2. By hand: on a, put the contents of the disk d of w, which are in /dev/vg/d, in /var/lib/guests/w/d.qcow2
        3. Switch a: no guest restarts:
        """,
      json:
        #""by-hand/w/d": guest w, host a, step by-hand, text By hand: on a, put the contents of the disk d of w, which are in /dev/vg/d, in /var/lib/guests/w/d.qcow2"#,
      script:
        "by_hand by-hand/w/d 'By hand: on a, put the contents of the disk d of w, which are in /dev/vg/d, in /var/lib/guests/w/d.qcow2'"
    ),
    // The former place is on the former host.
    Case(
      old: #"hosts.a.guests.w.disks.d.path = "/dev/vg/d"; hosts.b.guests = { };"#,
      new: #"hosts.a.guests = { }; hosts.b.guests.w.disks.d.size = "1g";"#,
      steps:
        "4. By hand: on b, put the contents of the disk d of w, which are in /dev/vg/d on a, in /var/lib/guests/w/d.qcow2",
      json:
        #""by-hand/w/d": guest w, host b, step by-hand, text By hand: on b, put the contents of the disk d of w, which are in /dev/vg/d on a, in /var/lib/guests/w/d.qcow2"#,
      script:
        "by_hand by-hand/w/d 'By hand: on b, put the contents of the disk d of w, which are in /dev/vg/d on a, in /var/lib/guests/w/d.qcow2'"
    ),
    Case(
      old: #"hosts.a.guests.w.disks.d.size = "1g";"#,
      new: #"hosts.a.guests.w.disks.d.path = "/dev/vg/d";"#,
      steps: """
        2. By hand: on a, put the contents of the disk d of w, which are in /var/lib/guests/w/d.qcow2, in /dev/vg/d
        3. Switch a: no guest restarts:
        """,
      json:
        #""by-hand/w/d": guest w, host a, step by-hand, text By hand: on a, put the contents of the disk d of w, which are in /var/lib/guests/w/d.qcow2, in /dev/vg/d"#,
      script:
        "by_hand by-hand/w/d 'By hand: on a, put the contents of the disk d of w, which are in /var/lib/guests/w/d.qcow2, in /dev/vg/d'"
    ),
    Case(
      old: #"hosts.a.guests.w = { }; hosts.b.host.system = "aarch64-linux";"#,
      new:
        #"hosts.a.guests = { }; hosts.b = { host.system = "aarch64-linux"; guests.w = { }; };"#,
      steps: """
        2. On a, shut w down: it moves to b
           ssh root@a 'nixvirt-guest hold --reason="moves to b" w'
        3. By hand: save the data of w, which are in /var/lib/guests/w on a: its system is for x86_64-linux, and its host will be aarch64-linux
        5. By hand: start w on b with new disks, for aarch64-linux instead of x86_64-linux:
           ssh root@b 'nixvirt-guest release --new w'
        """,
      json:
        #""by-hand/w/files": guest w, host a, step by-hand, text By hand: save the data of w, which are in /var/lib/guests/w on a: its system is for x86_64-linux, and its host will be aarch64-linux"#,
      script:
        #"by_hand by-hand/w/root 'By hand: start w on b with new disks, for aarch64-linux instead of x86_64-linux: ssh root@b '\''nixvirt-guest release --new w'\'''"#
    ),
    Case(
      old: "hosts.a.guests.w = { }; hosts.b.guests = { };", new: "hosts.b.guests = { };",
      steps:
        "1. Switch a to a configuration without its module, or turn it off: shuts down w",
      json: #""retire/a": host a, step retire, stops w"#,
      script:
        "by_hand retire/a 'Switch a to a configuration without its module, or turn it off: shuts down w'"
    ),
    Case(
      old: #"hosts.a.guests.w.pci = [ "0000:01:00.0" ]; hosts.b.guests = { };"#,
      new: #"hosts.a.guests = { }; hosts.b.guests.w.pci = [ "0000:01:00.0" ];"#,
      steps: """
        2. Provide on b what w uses: 0000:01:00.0
        4. Copy the files of w from a to b:
        """,
      json: #""provide/w": guest w, host b, needs 0000:01:00.0, step provide"#,
      script: "by_hand provide/w 'Provide on b what w uses: 0000:01:00.0'"
    ),
    Case(
      old: """
        hosts.a = { networks.lan.address = "10.0.0.1/24"; guests.w = { }; };
        hosts.b = { networks.lan.address = "10.0.0.2/24"; guests.x = { }; };
        """,
      new: """
        hosts.a = { networks.lan.address = "10.0.0.2/24"; guests.w = { }; };
        hosts.b = { networks.lan.address = "10.0.0.1/24"; guests.x = { }; };
        """,
      steps: """
        1. Give b an address other than 10.0.0.2, which another host will use
        2. Switch a: no guest restarts, reloads nixvirt-filter:
        """,
      json: #""free/10.0.0.2": address 10.0.0.2, host b, step free-address"#,
      script:
        "by_hand free/10.0.0.2 'Give b an address other than 10.0.0.2, which another host will use'"
    ),
    Case(
      old:
        #"hosts.a = { host.memory = "8g"; guests.w = { memory = "7g"; restartOn = "never"; }; };"#,
      new: """
        hosts.a = {
          host.memory = "8g";
          guests = { w = { memory = "1g"; restartOn = "never"; }; n.memory = "6g"; };
        };
        """,
      steps: """
        1. On a, keep n off until there is memory: w must restart first:
           ssh root@a 'mkdir -p /var/lib/nixvirt/held && echo "its memory is in use by another guest" | tee /var/lib/nixvirt/held/n'
        2. Switch a: no guest restarts:
        3. On a, restart w, which then has less memory:
           ssh root@a 'nixvirt-guest restart w'
        4. On a, start n:
           ssh root@a 'nixvirt-guest release n'
        """,
      json: #""hold/n": guest n, host a, step hold"#,
      script:
        #"step hold/n 'On a, keep n off until there is memory: w must restart first' on a 'mkdir -p /var/lib/nixvirt/held && echo "its memory is in use by another guest" | tee /var/lib/nixvirt/held/n'"#
    ),
    Case(
      old: """
        hosts.a = {
          host.memory = "8g";
          guests = { w = { memory = "6g"; restartOn = "never"; }; n.memory = "1g"; };
        };
        """,
      new: """
        hosts.a = {
          host.memory = "8g";
          guests = { w = { memory = "1g"; restartOn = "never"; }; n.memory = "6g"; };
        };
        """,
      steps: """
        1. On a, shut n down: its memory is free after w has restarted
           ssh root@a 'nixvirt-guest hold --reason="its memory is in use by another guest" n'
        """,
      json: #""restart/w": guest w, host a, step restart"#,
      script:
        "step restart/w 'On a, restart w, which then has less memory' on a 'nixvirt-guest restart w'"
    ),
    Case(
      old: #"hosts.a.guests.w.disks.d.path = "/srv/d"; hosts.b.guests.x.disks.e.path = "/srv/e";"#,
      new: #"hosts.a.guests.w.disks.e.path = "/srv/e"; hosts.b.guests.x.disks.d.path = "/srv/d";"#,
      steps: """
        1. On b, shut x down: its disk goes to a
           ssh root@b 'nixvirt-guest hold --reason="its disk goes to a" x'
        2. Switch a: restarts w:
        3. Switch b: no guest restarts:
        4. On b, start x:
        """,
      json: #""hold/x": guest x, host b, step hold"#,
      script:
        #"step hold/x 'On b, shut x down: its disk goes to a' on b 'nixvirt-guest hold --reason="its disk goes to a" x'"#
    ),
    Case(
      old:
        #"hosts.a.guests.w.mac = "52:54:00:00:00:01"; hosts.b.guests.x.mac = "52:54:00:00:00:02";"#,
      new:
        #"hosts.a.guests.w.mac = "52:54:00:00:00:02"; hosts.b.guests.x.mac = "52:54:00:00:00:01";"#,
      steps: """
        1. On b, shut x down: its network address goes to a
           ssh root@b 'nixvirt-guest hold --reason="its address goes to a" x'
        2. Switch a: restarts w:
        3. Switch b: no guest restarts:
        4. On b, start x:
        """,
      json: #""hold/x": guest x, host b, step hold"#,
      script:
        #"step hold/x 'On b, shut x down: its network address goes to a' on b 'nixvirt-guest hold --reason="its address goes to a" x'"#
    ),
  ]

  @Test("a step has words, members for programs, and a line of the script", arguments: cases)
  func steps(_ example: Case) throws {
    let plan = try Self.plan(example.old, example.new)
    let report = PlanReport.text(plan, .plain).split(separator: "\n").map(String.init)
    for line in example.steps.split(separator: "\n").map(String.init) {
      #expect(report.contains(line), "\(report.joined(separator: "\n"))")
    }
    let members = try Self.members(plan)
    #expect(members.contains(example.json), "\(members)")
    let script = PlanScript.text(plan).split(separator: "\n").map(String.init)
    #expect(script.contains(example.script), "\(script.joined(separator: "\n"))")
  }

  private static func plan(_ old: String, _ new: String) throws -> FleetPlan {
    func described(_ text: String) throws -> Subject {
      let shared =
        "networks.lan.uplink = \"eno1\"; defaults = { diskSize = \"8g\"; network = \"lan\"; };"
      let source = SourceText(name: "guests.nix", text: "{ \(shared) \(text) }")
      let result = Pipeline.subject(of: source, format: .nix)
      return try #require(result.value, "\(result.diagnostics)")
    }
    return FleetPlan(from: try described(old), to: try described(new))
  }

  /// The members of each step in the order of their names, but for its order and command.
  private static func members(_ plan: FleetPlan) throws -> [String] {
    let json = try JSONSerialization.jsonObject(with: Data(PlanJSON.text(plan).utf8))
    let steps = try #require((json as? [String: Any])?["steps"] as? [[String: Any]])
    return try steps.map { step in
      let id = try #require(step["id"] as? String)
      let rest = step.filter { !["id", "after", "wave", "blocked", "command"].contains($0.key) }
      let members = rest.sorted { $0.key < $1.key }.map { key, value in
        "\(key) \((value as? [String])?.joined(separator: " ") ?? "\(value)")"
      }
      return "\"\(id)\": " + members.joined(separator: ", ")
    }
  }
}
