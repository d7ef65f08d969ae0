import Foundation
import TestSupport
import Testing

/// `nixos-rebuild` in an installed guest: what its /etc/nixos evaluates to with the nixpkgs that it got.
@Suite(
  "Rebuilds in a guest", .ownThreads, .enabled(if: nix != nil, "nix-instantiate is not installed"),
  .enabled(
    if: nixpkgs?.hasPrefix("/nix/store/") ?? false,
    "neither NIXPKGS nor <nixpkgs> is in the store"))
struct GuestRebuildTests {
  @Test(
    "the files of a guest make the system of its host",
    arguments: ["", "nixos.modules = [ ./own.nix ];"])
  func same(modules: String) throws {
    let place = try Workplace(
      "{ host.nic = \"eno1\"; guests.a = { diskSize = \"9g\"; \(modules) }; }")
    try place.write("own.nix", "{ environment.etc.own.text = \"x\"; }")
    try #require(try place.run("generate", "-o", "virtual.nix").status == 0)
    let path = try #require(nixpkgs)
    let extra = ProcessInfo.processInfo.environment["NIXPKGS_MODULE"] ?? "{ }"
    try place.write(
      "host.nix",
      """
      let
        nixpkgs = builtins.storePath "\(path)";
        inherit
          (import "${nixpkgs}/nixos" {
            configuration = {
              imports = [ ./virtual.nix (\(extra)) ];
              nixpkgs.flake.source = nixpkgs;
              fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; };
              boot.loader.grub.device = "/dev/sda";
              system.stateVersion = "26.05";
            };
          })
          config
          ;
      in
      config.environment.etc."nixvirt/systems/a".source
      """)
    let system = try instantiate("host.nix", in: place)
    for (name, text) in try files(of: place.read("virtual.nix"), !modules.isEmpty, path, in: place)
    {
      try place.write("etc/\(name)", text)
    }
    try place.write("etc/modules/own.nix", place.read("own.nix"))
    try place.write(
      "guest.nix",
      """
      (import "\(path)/nixos" { configuration.imports = [ ./etc/configuration.nix (\(extra)) ]; })
        .config.system.build.toplevel
      """)
    #expect(try instantiate("guest.nix", in: place, ["-I", "nixpkgs=\(path)"]) == system)
  }

  private func instantiate(
    _ file: String, in place: Workplace, _ options: [String] = []
  ) throws -> String {
    let result = try ExternalTool.run(try #require(nix), [file] + options, in: place.folder.path)
    try #require(result.status == 0, "\(result.errors)")
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The texts of /etc/nixos: the bindings of the module that make it, with functions in place of those of
  /// nixpkgs that would build files.
  private func files(
    of module: String, _ hasModules: Bool, _ nixpkgs: String, in place: Workplace
  ) throws -> [String: String] {
    let start = try #require(module.range(of: "  # The NixOS configuration of installed guests"))
    let end = try #require(
      module.range(of: "  # Boots, installs", range: start.upperBound..<module.endIndex))
    try place.write(
      "files.nix",
      """
      let
        lib = import \(nixpkgs)/lib;
        config.nixpkgs.flake.source = builtins.storePath "\(nixpkgs)";
        guests = { };
        overridable = null;
        pkgs = {
          writeText = _: text: text;
          linkFarm = _: files: { outPath = builtins.toJSON (removeAttrs files [ "modules" ]); };
          runCommand = _: _: command: command;
        };
      \(module[start.lowerBound..<end.lowerBound])
      in
      etcNixos\(hasModules ? " { modules = [ ./own.nix ]; }" : "")
      """)
    let result = try ExternalTool.run(
      try #require(nix), ["--eval", "--strict", "--json", "files.nix"], in: place.folder.path)
    try #require(result.status == 0, "\(result.errors)")
    let command = try JSONDecoder().decode(String.self, from: Data(result.output.utf8))
    let json = try #require(command.firstMatch(of: /cp -rL (\{.*\}) "\$out"/)).1
    return try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
  }
}

/// The same without nixpkgs: the module that the host adds to a guest, and its copy in /etc/nixos.
@Suite("nixpkgs in a guest", .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct HostNixpkgsTests {
  @Test("the file in a guest sets what the host sets, for the nixpkgs that it finds")
  func same() throws {
    let place = try Workplace("{ host.nic = \"eno1\"; guests.a.diskSize = \"9g\"; }")
    try #require(try place.run("generate", "-o", "virtual.nix").status == 0)
    let module = try place.read("virtual.nix")
    let settings = try #require(
      module.firstMatch(of: /nixpkgsAtHand = (\{.*?\n  \});/.dotMatchesNewlines()))
    let file = try #require(
      module.firstMatch(of: /writeText "nixpkgs.nix" (''.*?\n +'');/.dotMatchesNewlines()))
    let text = try evaluate("\(file.1)", in: place)
    try place.write("nixpkgs.nix", JSONDecoder().decode(String.self, from: Data(text.utf8)))
    let given = try evaluate("let hostNixpkgs = \"/nix/store/it\"; in \(settings.1)", in: place)
    let found = try evaluate(
      """
      builtins.scopedImport {
        __nixPath = [ ];
        __findFile = _: name: name;
        builtins.storePath = name: assert name == "nixpkgs"; "/nix/store/it";
      } ./nixpkgs.nix
      """, in: place)
    #expect(found == given)
    #expect(given.contains("nixos-config=/etc/nixos/configuration.nix"))
    #expect(!given.contains("flake:"), "Nix refuses it unless flakes are on")
  }

  private func evaluate(_ expression: String, in place: Workplace) throws -> String {
    let result = try ExternalTool.run(
      try #require(nix), ["--eval", "--strict", "--json", "--expr", expression],
      in: place.folder.path)
    try #require(result.status == 0, "\(result.errors)")
    return result.output
  }
}
