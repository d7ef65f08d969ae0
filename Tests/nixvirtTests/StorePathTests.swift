import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

/// Paths of the Nix store that a description has as texts, as JSON always has them.
@Suite("Store paths")
struct StorePathTests {
  private static let object = "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-image-1.0"

  private static func module(_ key: String, _ path: String) throws -> String {
    let text =
      "{\"guests\": {\"a\": {\"diskSize\": \"20g\", \"\(key)\": \"\(path)\"}}}"
    let source = SourceText(name: "guests.json", text: text)
    return try Pipeline.module(of: source, format: .json, context: ModuleContext()).get()
  }

  @Test(
    "Nix knows what they refer to, in pure evaluation, too",
    .enabled(if: nix != nil, "nix-instantiate is not installed"),
    arguments: [("image", "/disk.qcow2"), ("image", ""), ("iso", "/iso/nixos.iso")])
  func context(key: String, below: String) throws {
    let module = try Self.module(key, Self.object + below)
    let file = try #require(NixFile.parse(SourceText(name: "virtual.nix", text: module)).value)
    guard case .lambda(let lambda) = file.expr, case .letIn(let letIn) = lambda.body else {
      Issue.record("\(module)")
      return
    }
    let guests = letIn.bindings.compactMap { binding -> Expr? in
      guard case .attr(let attr) = binding, attr.path.first.fixed == "guests" else { return nil }
      return attr.value
    }
    let set = try #require(try guests.first?.rendered())
    for options in [[], ["--option", "pure-eval", "true"]] {
      let result = try ExternalTool.run(
        try #require(nix),
        options + [
          "--eval", "--strict", "--json", "-E",
          "with (\(set)).a; { text = \(key); context = builtins.getContext \(key); }",
        ], environment: ["NIX_REMOTE": "dummy://"])
      try #require(result.status == 0, "\(result.errors)")
      let value = try #require(
        JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? NSDictionary)
      #expect(
        value == [
          "text": Self.object + below, "context": [Self.object: ["path": true]],
        ])
    }
  }

  @Test("other files of the host stay texts")
  func host() throws {
    #expect(try Self.module("image", "/srv/disk.qcow2").contains("image = \"/srv/disk.qcow2\";"))
    #expect(try !Self.module("image", "/srv/nix/store/a").contains("appendContext"))
    let elsewhere = Self.object.replacing("/nix/store/", with: "/mnt/store/")
    #expect(try Self.module("image", elsewhere).contains("image = \"\(elsewhere)\";"))
  }

  @Test(
    "a text that is no valid path of the store is refused, with its place",
    arguments: [
      "/nix/store", "/nix/store/image", "/nix/store/0123456789abcdefghijklmnpqrsvwxyz-image",
      "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-", "/nix/store/0123456789abcdfghijklmnpqrsvwxyz",
      "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-a'b",
    ])
  func malformed(path: String) {
    let error = #expect(throws: Rejected.self) { try Self.module("image", path) }
    #expect(error?.diagnostics.map(\.id) == ["invalid-path"])
  }

  @Test("a NixOS module in the store is refused, with the way to name it")
  func modules() {
    let text =
      "{\"guests\": {\"a\": {\"diskSize\": \"20g\", \"nixos\": {\"modules\": [\"\(Self.object)\"]}}}}"
    let source = SourceText(name: "guests.json", text: text)
    let diagnostics = Pipeline.host(of: source, format: .json).diagnostics
    #expect(diagnostics.map(\.id) == ["invalid-path"])
    #expect(diagnostics.first?.suggestion?.contains("\"./web.nix\"") ?? false)
  }
}
