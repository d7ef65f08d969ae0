import NixAST
import Testing

@testable import VirtModel

@Suite("The hash of a guest's definition")
struct GuestDefinitionTests {
  private typealias Attribute = GuestParagraph.Attribute

  private static func hash(_ bindings: Binding..., keys: [SSHPublicKey] = []) -> String {
    let attributes = bindings.map { binding in
      guard case .attr(let attr) = binding else { return Attribute(name: "", binding: binding) }
      return Attribute(name: attr.path.first.fixed ?? "", binding: binding)
    }
    return GuestDefinition.hash(attributes, keys: keys)
  }

  @Test("the layout does not count")
  func layout() {
    let hash = Self.hash("memory" => "1g", "serviceConfig.CPUQuota" => "50%")
    #expect(hash.utf8.count == 16)
    #expect(hash == Self.hash("serviceConfig.CPUQuota" => "50%", "memory" => "1g"))
    #expect(
      hash == Self.hash("memory" => "1g", "serviceConfig" => .set { "CPUQuota" => "50%" }))
    let card: [Binding] = ["mac" => "52:54:00:00:00:01", "tap" => "tap-a"]
    #expect(
      Self.hash("interfaces" => [.attrSet(AttrSet(card))])
        == Self.hash("interfaces" => [.attrSet(AttrSet(card.reversed()))]))
  }

  @Test(
    "every value counts",
    arguments: [
      ("memory" => "1g", "memory" => "2g"), ("memory" => "1g", "cpus" => "1g"),
      ("devices" => ["-a", "b"], "devices" => ["b", "-a"]),
      ("devices" => ["-a", "b"], "devices" => ["-ab"]),
      ("devices" => ["a"], "devices" => "a"),
      ("devices" => [["a"], "b"], "devices" => [["a", "b"]]),
      (
        "disks" => .set { "a" => .set { "size" => "1g" } },
        "disks" => .set { "b" => .set { "size" => "1g" } }
      ),
      ("disks" => .set { "a" => "b" }, "disks" => .set { "b" => "a" }),
      ("disks" => .set { "a" => "b" }, "disks" => .set { "ab" => "" }),
      ("cpus" => 1, "cpus" => 2),
    ] as [(Binding, Binding)])
  func values(_ one: Binding, _ other: Binding) {
    #expect(Self.hash(one) != Self.hash(other))
  }

  @Test("settings that do not reach a running guest are left out")
  func unreached() {
    #expect(Self.hash("memory" => "1g") == Self.hash("memory" => "1g", "autostart" => false))
    #expect(
      Self.hash("interfaces" => [.set { "tap" => "tap-a" }])
        == Self.hash(
          "interfaces" => [
            .set {
              "tap" => "tap-a"
              "isolated" => true
              "spoofing" => true
            }
          ]))
  }

  @Test("keys count in guests from images, whatever variable the module has for them")
  func keys() throws {
    let key = try #require(try? SSHPublicKey(parsing: "ssh-ed25519 \(Self.blob) me"))
    let image: Binding = "image" => "/a.img"
    let hash = Self.hash(image, "sshKeys" => .variable("sshKeys"), keys: [key])
    #expect(hash == Self.hash(image, "sshKeys" => [.str(key.description)], keys: [key]))
    #expect(hash != Self.hash(image, "sshKeys" => .variable("sshKeys")))
    #expect(
      Self.hash("sshKeys" => .variable("sshKeys"), keys: [key])
        == Self.hash("sshKeys" => .variable("sshKeys")))
  }

  private static let blob =
    "AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV"
}
