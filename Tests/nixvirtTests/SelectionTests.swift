import Foundation
import TestSupport
import Testing

@testable import nixvirt

/// Hosts and guests that are selected by their tags, in every command that selects some.
@Suite("Selection by tags")
struct SelectionTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace(
      """
      {
        networks.lan.uplink = "eno1";
        defaults.diskSize = "8g";
        hosts = {
          alpha = { host = { memory = "8g"; tags = [ "ssd" "east" ]; }; guests.db.tags = [ "data" ]; };
          beta.host = { memory = "8g"; tags = [ "ssd" ]; };
          gamma.host.memory = "64g";
        };
        guests = {
          web-1 = { tags = [ "web" ]; antiAffinity = [ "@web" ]; hosts = [ "@ssd" ]; };
          web-2 = { tags = [ "web" ]; antiAffinity = [ "@web" ]; hosts = [ "@ssd" ]; };
        };
      }

      """)
    #expect(try nixvirt("place").status == 0)
  }

  private func nixvirt(_ arguments: String...) throws -> ExternalTool.Result {
    try NixvirtProgram.run(arguments, in: workplace.folder.path)
  }

  @Test(
    "a name is one host or guest; a tag or a list may be several",
    arguments: [("alpha", true), ("@ssd", false), ("alpha,beta", false), ("@ssd,alpha", false)])
  func names(text: String, isOne: Bool) {
    #expect(Selection(argument: text)?.isOneName == isOne)
  }

  @Test("rules of placement name hosts and guests by tags")
  func rules() throws {
    let placement = try workplace.read("guests.placement.nix")
    #expect(placement.contains("web-1 = \"alpha\"") || placement.contains("web-1 = \"beta\""))
    let hosts = ["alpha", "beta"].map { host in
      ["web-1", "web-2"].filter { placement.contains("\($0) = \"\(host)\"") }.count
    }
    // Another host is larger, but does not have the tag.
    #expect(hosts == [1, 1], "\(placement)")
  }

  @Test("modules of the hosts with a tag are generated, checked and compared")
  func modules() throws {
    #expect(try nixvirt("generate", "--host=@ssd", "-o", "virtual").status == 0)
    #expect(workplace.exists("virtual/alpha.nix") && workplace.exists("virtual/beta.nix"))
    #expect(!workplace.exists("virtual/gamma.nix"))
    #expect(try nixvirt("check", "--host=@ssd").status == 0)
    #expect(try nixvirt("check", "--host=@ssd,gamma").status == 1)
    #expect(try nixvirt("diff", "--host=gamma").status == 1)
    #expect(try nixvirt("diff", "--host", "@east").status == 0)
    let wrong = try nixvirt("check", "--host=@sdd")
    #expect(wrong.status == 2)
    #expect(
      wrong.errors.contains("no host of the fleet has the tag 'sdd'; did you mean @ssd?"),
      "\(wrong.errors)")
  }

  @Test("hosts and guests are shown and named by tags")
  func show() throws {
    let hosts = try nixvirt("show", "--host=@ssd").output
    #expect(hosts.hasPrefix("Fleet: 2 hosts, 3 guests\n"), "\(hosts)")
    #expect(hosts.contains("ssd, east"))
    let why = try nixvirt("show", "--why", "--guest=@web,db").output
    #expect(why.contains("web-2 is on ") && why.contains("db is described under its host"))
    #expect(try nixvirt("names", "guests", "--tag=web").output == "web-1\nweb-2\n")
    #expect(try nixvirt("names", "hosts", "--tag=@ssd").output == "alpha\nbeta\n")
    #expect(try nixvirt("names", "host-tags").output == "@east\n@ssd\n")
    #expect(try nixvirt("names", "guest-tags").output == "@data\n@web\n")
    let inventory = try nixvirt("show", "--format=ansible").output
    let group = inventory.components(separatedBy: "\"tag_web\":\n      hosts:\n").last ?? ""
    #expect(group.contains("\"web-1\": {}") && group.contains("\"web-2\": {}"), "\(inventory)")
    #expect(!group.contains("\"db\": {}"), "\(inventory)")
  }

  @Test("a command that needs one host or guest takes a tag that only one has")
  func one() throws {
    #expect(try nixvirt("reach", "--host=@east", "@data", "any").status == 0)
    let several = try nixvirt("reach", "--host=@ssd", "any", "any")
    #expect(several.status == 2)
    #expect(several.errors.contains("'@ssd' selects alpha, beta: select one host"))
    let both = try nixvirt("try", "@web")
    #expect(both.errors.contains("'@web' selects web-1, web-2: select one guest"))
    let all = try nixvirt("reach", "--host=@east", "any", "@web")
    #expect(all.output.hasPrefix("yes: "), "\(all.output)")
  }

  @Test("steps of a plan are selected by tags of hosts")
  func plan() throws {
    for file in ["guests.nix", "guests.placement.nix"] {
      try workplace.write("old/\(file)", try workplace.read(file))
    }
    let text = try workplace.read("guests.nix")
    try workplace.write(
      "guests.nix",
      text.replacingOccurrences(of: "memory = \"8g\"", with: "memory = \"8g\"; drain = true")
        .replacingOccurrences(of: "hosts = [ \"@ssd\" ];", with: "")
        .replacingOccurrences(of: "antiAffinity = [ \"@web\" ];", with: ""))
    #expect(try nixvirt("place").status == 0)
    let whole = try nixvirt("plan", "old/guests.nix", "guests.nix").output
    let east = try nixvirt("plan", "--host=@east", "old/guests.nix", "guests.nix").output
    #expect(whole.contains("from beta") && whole.contains("from alpha"), "\(whole)")
    #expect(east.contains("from alpha") && !east.contains("from beta"), "\(east)")
    let offline = try nixvirt("plan", "--without=@east", "old/guests.nix", "guests.nix").output
    #expect(offline.contains("When the other hosts can be reached again:"))
  }
}
