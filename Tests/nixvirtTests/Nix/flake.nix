# Evaluates the flake of this repository, or another one that has the same inputs, with a stand-in
# for nixpkgs that has just what the flake uses.
#
#   nix-instantiate --eval --strict --json flake.nix --arg flake ../../../flake.nix
#
# swift is the version of nixpkgs' Swift.
{
  flake,
  swift ? "6.2",
}:
let
  inherit (builtins)
    attrNames
    functionArgs
    intersectAttrs
    listToAttrs
    mapAttrs
    replaceStrings
    ;

  derivation = attributes: attributes // { type = "derivation"; };
  lib = {
    inherit (builtins) isAttrs mapAttrs;
    genAttrs =
      names: f:
      listToAttrs (
        map (name: {
          inherit name;
          value = f name;
        }) names
      );
    nameValuePair = name: value: { inherit name value; };
    mapAttrs' = f: set: listToAttrs (map (name: f name set.${name}) (attrNames set));
    optionalString = condition: text: if condition then text else "";
    escapeShellArg = arg: "'${replaceStrings [ "'" ] [ "'\\''" ] (toString arg)}'";
    getVersion = package: package.version;
    versionOlder = a: b: builtins.compareVersions a b < 0;
    licenses.mit = "MIT";
    fileset = {
      unions = files: map toString files;
      toSource = { root, fileset }: fileset;
    };
  };
  pkgs = {
    inherit lib;
    stdenv.mkDerivation = attributes: derivation (attributes // { outPath = "/package"; });
    installShellFiles = "installShellFiles";
    swift.version = swift;
    swiftpm = "swiftpm";
    callPackage =
      path: args:
      let
        function = import path;
      in
      function (intersectAttrs (functionArgs function) pkgs // args);
    # Needs the whole of nixpkgs.
    testers.runNixOSTest =
      module:
      derivation {
        name = "vm-test";
        script = ''
          test -e ${toString module}
          touch "$out"
        '';
      };
    runCommand =
      name: env: script:
      derivation { inherit name env script; };
    writeText =
      name: text:
      derivation {
        inherit name text;
        outPath = "/text";
      };
  };

  inherit (import flake) inputs outputs;
  nixpkgs = {
    inherit lib;
    legacyPackages = lib.genAttrs [ "x86_64-linux" "aarch64-linux" ] (_: pkgs);
  };
  self = outputs { inherit self nixpkgs; };
  show = package: removeAttrs package [ "outPath" ];
  forEach = mapAttrs (_: mapAttrs (_: show));
in
{
  inherit inputs;
  outputs = attrNames self;
  packages = forEach self.packages;
  checks = forEach self.checks;
  apps = self.apps;
  overlay = show (self.overlays.default pkgs { }).nixvirt;
  templates = mapAttrs (_: template: template // { path = toString template.path; }) self.templates;
  fromFile = show (
    self.lib.generate {
      system = "x86_64-linux";
      description = "/guests.nix";
    }
  );
  fromFleet = show (
    self.lib.generate {
      system = "x86_64-linux";
      description = "/guests.nix";
      host = "alpha";
    }
  );
  fromValue = show (
    self.lib.generate {
      system = "x86_64-linux";
      description.guests = { };
    }
  );
}
