import TestSupport
import Testing

/// `nixvirt reach`: the answer, the rule and its place, and the exit status.
@Suite("Reach")
struct ReachTests {
  private static let description = """
    {
      networks.shop = {
        nat = { subnet = "10.78.0.0/24"; forwards = [ { port = 8022; to = "web"; toPort = 22; } ]; };
        allow = [
          { from = "web"; to = "db"; tcp = [ 5432 ]; icmp = true; }
          { from = "host"; to = "web"; udp = [ "53-54" ]; }
        ];
      };
      networks.lab = { };
      guests = {
        web = { diskSize = "1g"; interfaces = [ { network = "shop"; address = "10.78.0.10"; } ]; };
        db = { diskSize = "1g"; network = "shop"; };
        lone = { diskSize = "1g"; network = "lab"; };
      };
    }
    """

  @Test(
    "the answer names the rule and its place",
    arguments: [
      (
        ["web", "db:5432"], 0,
        "yes: networks.shop.allow[0]: web to db: tcp 5432; icmp, <stdin>:5:7\n"
      ),
      (
        ["web", "db:icmp"], 0,
        "yes: networks.shop.allow[0]: web to db: tcp 5432; icmp, <stdin>:5:7\n"
      ),
      (["web", "db:5433"], 1, "no: no rule in networks.shop.allow allows it\n"),
      (["web", "db"], 1, "no: no rule in networks.shop.allow allows it\n"),
      (["db", "web:22"], 1, "no: no rule in networks.shop.allow allows it\n"),
      (
        ["host", "web:54/udp"], 0,
        "yes: networks.shop.allow[1]: host to web: udp 53-54, <stdin>:6:7\n"
      ),
      (["any", "web:22"], 0, "yes: port 8022 of the host is forwarded into shop\n"),
      (["lone", "any"], 1, "no: lab leads nowhere\n"),
      (["lone", "host"], 1, "no: lab leads nowhere\n"),
    ])
  func answers(words: [String], status: Int32, output: String) throws {
    let result = try NixvirtProgram.run(
      ["reach"] + words + ["-"], input: Self.description, in: GoldenFiles.folder.path)
    #expect(result.status == status)
    #expect(result.output == output)
  }

  @Test(
    "networks without rules: NAT is entered by answers only, and left by its own way out",
    arguments: [
      ("any web:80", 1, "no: only answers and forwarded ports enter shop\n"),
      ("lan shop", 1, "no: only answers and forwarded ports enter shop\n"),
      ("web any", 0, "yes: shop leads there and has no rules\n"),
      ("web lan", 0, "yes: lan leads there and has no rules\n"),
      ("vp any", 0, "yes: vpn leads there and has no rules\n"),
      ("vp lan", 1, "no: the only way out of vpn is wg0\n"),
      ("ada lan", 1, "no: the only way out of dsl is eno2\n"),
      ("bare web", 1, "no: one of them has no network card\n"),
    ])
  func withoutRules(words: String, status: Int32, output: String) throws {
    let description = """
      {
        networks = {
          lan.uplink = "eno1";
          shop.nat.subnet = "10.78.0.0/24";
          vpn.nat = { subnet = "10.79.0.0/24"; externalInterface = "wg0"; };
          dsl.nat = { subnet = "10.80.0.0/24"; externalInterface = "eno2"; };
        };
        guests = {
          web = { diskSize = "1g"; network = "shop"; };
          vp = { diskSize = "1g"; network = "vpn"; };
          ada = { diskSize = "1g"; network = "dsl"; };
          bare = { diskSize = "1g"; interfaces = [ ]; };
        };
      }
      """
    let result = try NixvirtProgram.run(
      ["reach"] + words.split(separator: " ").map(String.init) + ["-"], input: description,
      in: GoldenFiles.folder.path)
    #expect(result.status == status)
    #expect(result.output == output)
  }

  @Test("what is not there is an error", arguments: ["nobody", "web:0", "web:x", "web:80/sctp"])
  func mistakes(target: String) throws {
    let result = try NixvirtProgram.run(
      ["reach", "web", target, "-"], input: Self.description, in: GoldenFiles.folder.path)
    #expect(result.status == 2)
    #expect(result.output == "")
  }
}
