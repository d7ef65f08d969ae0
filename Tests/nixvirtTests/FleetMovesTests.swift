import Foundation
import TestSupport
import Testing
import VirtModel

@testable import nixvirt

/// Guests that move, become free or are taken over, as the commands do it.
@Suite("Moves in a fleet")
struct FleetMovesTests {
  private static let fleet = """
    {
      networks.lan.uplink = "eno1";
      defaults = { diskSize = "8g"; memory = "4g"; };
      hosts = {
        alpha = {
          host.memory = "32g";
          guests.db = {
            backup = { schedule = "daily"; directory = "/srv/backups"; };
            replicate = { to = "beta"; schedule = "hourly"; };
          };
        };
        beta.host.memory = "32g";
      };
      guests = { w1 = { }; w2 = { }; w3 = { }; w4 = { }; };
    }

    """

  private func run(_ arguments: String..., in place: Workplace) throws -> ExternalTool.Result {
    try NixvirtProgram.run(arguments, in: place.folder.path)
  }

  @Test("rebalancing moves few guests, explains each, and moves none that cannot help")
  func rebalance() throws {
    let place = try Workplace(Self.fleet)
    try place.write(
      "guests.placement.nix",
      "{ w1 = \"alpha\"; w2 = \"alpha\"; w3 = \"alpha\"; w4 = \"alpha\"; }\n")
    #expect(try run("place", in: place).output == "", "without --rebalance guests stay")
    let moved = try run("place", "--rebalance", "--max-moves=1", in: place)
    #expect(moved.status == 0)
    #expect(
      moved.output == """
        w1: beta

        w1 moves from alpha to beta: alpha was the fullest host that could become less full
          alpha: 63 % full, then 50 %
          beta: 0 % full, then 13 %

        """)
    #expect(try place.read("guests.placement.nix").contains("w1 = \"beta\";"))
    #expect(
      try run("place", "--rebalance", in: place).output.contains("w2 moves from alpha to beta"))
    let none = try run("place", "--rebalance", in: place)
    #expect(none.errors.contains("no move of one guest would make the placement better"))
    for wrong in [
      ["--max-moves=2"], ["--rebalance", "--max-moves=0"], ["--rebalance", "--max-moves=x"],
    ] {
      #expect(try NixvirtProgram.run(["place"] + wrong, in: place.folder.path).status == 2)
    }
  }

  @Test("a placement is explained with the preferences that it keeps, and those that it does not")
  func preferences() throws {
    let place = try Workplace(
      """
      {
        networks.lan.uplink = "eno1";
        defaults = { diskSize = "8g"; memory = "2g"; install = "none"; };
        hosts = {
          a.host = { memory = "8g"; zone = "x"; };
          b.host = { memory = "8g"; zone = "y"; };
        };
        guests = {
          db.hosts = [ "a" ];
          web.prefer = [
            { hosts = [ "b" ]; weight = 5; }
            { affinity = [ "db" ]; weight = 20; }
            { antiAffinity = [ "db" ]; weight = 3; }
            { antiAffinity = [ "db" ]; spread = "zone"; weight = 2; }
          ];
        };
      }
      """)
    #expect(try run("place", in: place).status == 0)
    #expect(
      try run("show", "--why", in: place).output == """
        db is on a: it was placed there before, and its disk is there
          b: not in the hosts of db

        web is on a: it was placed there before, and its disk is there
          prefers b (weight 5): not kept
          prefers the host of db (weight 20): kept
          prefers a different host than db (weight 3): not kept
          prefers a different zone than db (weight 2): not kept
          b: would be 25 % full, less than the chosen host: 50 %

        """)
  }

  @Test("reasons that are longer than a megabyte are printed whole, or the disk is full")
  func longReasons() throws {
    let hosts = (0..<145).map { "h\($0).host.memory = \"8g\";" }.joined(separator: " ")
    let guests = (0..<145).map { "g\($0) = { };" }.joined(separator: " ")
    let place = try Workplace(
      """
      {
        networks.lan.uplink = "eno1";
        defaults = { diskSize = "8g"; memory = "1g"; install = "none"; };
        hosts = { \(hosts) };
        guests = { \(guests) };
      }
      """)
    let result = try run("show", "--why", in: place)
    #expect(result.status == 0)
    #expect(result.output.utf8.count > 1 << 20, "\(result.output.utf8.count)")
    // Each guest with all other hosts.
    #expect(result.output.ranges(of: " is on ").count == 145)
    #expect(result.output.split(separator: "\n").count == 145 * 145)
    let full = try place.shell("\"$0\" show --why >/dev/full")
    #expect(full.status == 4)
    #expect(full.errors == "nixvirt: standard output: No space left on device\n")
  }

  @Test("steps of one guest and of several have the same words")
  func words() throws {
    let host = try #require(HostName("beta"))
    func text(_ names: String...) -> String {
      PlanWords.text(names.compactMap { GuestName($0) }.map { .expect($0, on: host) })
    }
    #expect(text("w1") == "On beta, keep w1 off until its files are there:")
    #expect(text("w1", "w2") == "On beta, keep w1, w2 off until their files are there:")
    let old = try #require(AbsolutePath("/srv/a"))
    let new = try #require(AbsolutePath("/srv/b"))
    let moves = try ["w1", "w2"].map {
      FleetPlan.Action.move(try #require(GuestName($0)), on: host, old, to: new)
    }
    #expect(PlanWords.text(moves) == "On beta, move the files of w1, w2 from /srv/a to /srv/b:")
  }

  @Test("a guest that becomes free stays where its module is, though no placement file has it")
  func becomesFree() throws {
    let place = try Workplace(
      """
      {
        networks.lan.uplink = "eno1";
        defaults.diskSize = "8g";
        hosts = { alpha = { host.memory = "2g"; guests.db = { }; }; beta.host.memory = "64g"; };
      }

      """)
    #expect(try run("generate", "-o", "virtual", in: place).status == 0)
    try place.write(
      "guests.nix",
      try place.read("guests.nix").replacingOccurrences(of: "guests.db = { };", with: "")
        .replacingOccurrences(of: "hosts = {", with: "guests.db = { }; hosts = {"))
    #expect(try run("place", in: place).output == "db: alpha\n")
  }

  @Test("a failover is planned with the replicas that there are, and by no script")
  func failover() throws {
    let place = try Workplace(Self.fleet)
    try place.write(
      "guests.placement.nix",
      "{ w1 = \"alpha\"; w2 = \"beta\"; w3 = \"beta\"; w4 = \"beta\"; }\n")
    let plan = try run("plan", "--failover=alpha", in: place).output
    for text in [
      "db: replica on beta, made hourly\n", "no replica: w1: wait for alpha",
      "1. Cut the power of alpha", "write db = \"beta\"; in guests.placement.nix",
      "ssh root@beta 'nixvirt-guest restore db'", "ssh root@beta 'nixvirt-guest release db'",
    ] { #expect(plan.contains(text), "\(plan)") }
    let without = try run("plan", "--failover=beta", in: place).output
    #expect(without.contains("no replica: w2, w3, w4") && !without.contains("Cut the power"))
    #expect(try run("plan", "--failover=alpha", "--format=sh", in: place).status == 2)
    #expect(try run("plan", "--failover=gamma", in: place).status == 2)
    #expect(
      try run("plan", "--failover=alpha", "--format=json", in: place).output.contains(
        "\"directory\": \"/srv/backups/db\""))
  }

  @Test("a guest on the host of its replica is not replicated, with a warning")
  func replicaItself() throws {
    let place = try Workplace(Self.fleet)
    try place.write(
      "guests.nix",
      try place.read("guests.nix").replacingOccurrences(of: "to = \"beta\"", with: "to = \"alpha\"")
    )
    try place.write(
      "guests.placement.nix",
      "{ w1 = \"beta\"; w2 = \"beta\"; w3 = \"beta\"; w4 = \"beta\"; }\n")
    let result = try run("generate", "--host=alpha", in: place)
    #expect(result.errors.contains("[unused-keys]"), "\(result.errors)")
    #expect(!result.output.contains("-replicate"))
  }

  @Test("hosts of two platforms drain to hosts of their own platform, or the reasons are given")
  func mixedDrain() throws {
    func fleet(drained: [String]) -> String {
      func host(_ name: String, _ memory: String, _ more: String = "") -> String {
        "\(name).host = { memory = \"\(memory)\"; \(more) drain = \(drained.contains(name)); };"
      }
      return """
        {
          networks.lan.uplink = "eno1";
          defaults = { diskSize = "8g"; memory = "4g"; };
          hosts = {
            \(host("alpha", "16g"))
            \(host("beta", "16g"))
            \(host("gamma", "64g", "system = \"aarch64-linux\";"))
          };
          guests = { x1 = { }; x2 = { }; a1.system = "aarch64-linux"; };
        }

        """
    }
    let place = try Workplace(fleet(drained: []))
    let old = "{ a1 = \"gamma\"; x1 = \"alpha\"; x2 = \"beta\"; }\n"
    try place.write("guests.placement.nix", old)
    try place.write("old.nix", fleet(drained: []))
    try place.write("old.placement.nix", old)
    try place.write("guests.nix", fleet(drained: ["beta"]))
    // The larger host is emptier, and of another platform.
    #expect(try run("place", in: place).output == "x2: alpha\n")
    let plan = try run("plan", "old.nix", "guests.nix", in: place).output
    #expect(plan.contains("Copy the files of x2 from beta to alpha"), "\(plan)")
    #expect(!plan.contains("By hand") && !plan.contains("gamma"), "\(plan)")
    for (drained, guest, reasons) in [
      (["alpha", "beta"], "x1", ["gamma: is aarch64-linux, but the guest is for x86_64-linux"]),
      (["gamma"], "a1", ["alpha: is x86_64-linux", "gamma: gives its guests away (host.drain)"]),
    ] {
      try place.write("guests.nix", fleet(drained: drained))
      let result = try run("place", in: place)
      #expect(result.status == 3)
      for text in ["no host can take \(guest)"] + reasons {
        #expect(result.errors.contains(text), "\(result.errors)")
      }
    }
  }

  @Test(
    "what a plan says of addresses keeps them, when it is written where it says",
    arguments: ["", "host.name = \"nas\";"])
  func addresses(name: String) throws {
    let guests = "host.nic = \"eno1\"; guests = { web.diskSize = \"8g\"; db.diskSize = \"8g\"; };"
    let place = try Workplace("{ hosts.nas = { \(guests) }; }\n")
    try place.write("old.nix", "{ \(name) \(guests) }\n")
    let plan = try run("plan", "old.nix", "guests.nix", in: place).output
    let line = try #require(plan.split(separator: "\n").first { $0.contains("To keep them") })
    let key = try #require(line.split(separator: ": ").last)
    #expect(key == "defaults.derivedFrom = \"\(name.isEmpty ? "" : "nas")\";", "\(plan)")
    #expect(plan.contains("The MAC addresses of db, web change"))
    #expect(
      try run("plan", "--format=sh", "old.nix", "guests.nix", in: place).output
        .contains("# The MAC addresses of db, web change"))
    #expect(
      try run("plan", "--format=json", "old.nix", "guests.nix", in: place).output
        .contains("\"derivedFrom\": \"\(name.isEmpty ? "" : "nas")\""))

    try place.write("guests.nix", "{ \(key) hosts.nas = { \(guests) }; }\n")
    #expect(try run("plan", "old.nix", "guests.nix", in: place).output == "Nothing changes.\n")
  }

  @Test("what a generate that was killed leaves is removed by the next one")
  func killed() throws {
    let hosts = (0..<60).map { "h\($0).guests.g\($0) = { };" }.joined(separator: " ")
    let place = try Workplace(
      "{ networks.lan.uplink = \"eno1\"; defaults.diskSize = \"8g\"; hosts = { \(hosts) }; }\n")
    let script = """
      "$0" generate -o virtual --quiet & run=$!
      for _ in $(seq 500); do
        [ -z "$(ls -A virtual 2>/dev/null)" ] || break
        sleep 0.01
      done
      kill -KILL $run; wait $run
      ls -A virtual | grep -c '^[.]nixvirt-'
      touch virtual/.nixvirt-notes virtual/.nixvirt-other-1-x
      "$0" generate -o virtual --quiet
      ls -A virtual | grep '^[.]'
      """
    let lines = try place.shell(script).output.split(separator: "\n").map(String.init)
    #expect((lines.first.flatMap(Int.init) ?? 0) > 0, "it was killed while it wrote: \(lines)")
    #expect(
      Array(lines.dropFirst()) == [".nixvirt-notes", ".nixvirt-other-1-x"],
      "and files of others stay")
  }
}
