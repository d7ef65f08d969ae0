{
  description = "Turns a description of virtual machines into a NixOS module";

  # There is no flake.lock: no revision of nixpkgs with Swift 6.2 was known when this was written (that
  # of July 2026 has Swift 5.10), so there is nothing to pin. nix/package.nix reports a Swift that is
  # too old. In your own flake, write inputs.nixvirt.inputs.nixpkgs.follows = "nixpkgs".
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;
      forEachSystem = f: lib.genAttrs [ "x86_64-linux" "aarch64-linux" ] (system: f system);
      pkgsFor = system: nixpkgs.legacyPackages.${system};

      # The templates of nixvirt init.
      templates = {
        home-lab = "a host that is configured in /etc/nixos";
        flake = "a host that is a flake";
        fleet = "several hosts, deployed by Colmena or nixos-rebuild";
        ci = "checks in GitHub Actions and GitLab, for a repository with guests.nix and its modules";
      };
    in
    {
      packages = forEachSystem (system: rec {
        nixvirt = (pkgsFor system).callPackage ./nix/package.nix { };
        default = nixvirt;
      });

      apps = forEachSystem (system: {
        default = {
          type = "app";
          program = "${self.packages.${system}.default}/bin/nixvirt";
          meta.description = "Turns a description of virtual machines into a NixOS module";
        };
      });

      overlays.default = final: _: { nixvirt = final.callPackage ./nix/package.nix { }; };

      templates =
        lib.mapAttrs (name: description: {
          inherit description;
          path = ./templates + "/${name}";
        }) templates
        // {
          default = self.templates.home-lab;
        };

      # Generates the module while the host is evaluated ("import from derivation"), for hosts that would
      # rather build nixvirt than commit virtual.nix. The description is a file or a Nix value. For a
      # fleet, `host` selects one of the hosts. Then give the description with its directory, as
      # "${self}/guests.nix", because nixvirt also reads guests.placement.nix.
      #
      #   imports = [
      #     (nixvirt.lib.generate { system = "x86_64-linux"; description = ./guests.nix; })
      #   ];
      lib.generate =
        {
          system,
          description,
          host ? null,
          pkgs ? pkgsFor system,
        }:
        let
          isFile = !lib.isAttrs description || description ? outPath;
          file = if isFile then description else pkgs.writeText "guests.json" (builtins.toJSON description);
          hostOption = lib.optionalString (host != null) " --host=${lib.escapeShellArg host}";
        in
        pkgs.runCommand "virtual.nix" { nativeBuildInputs = [ self.packages.${system}.default ]; } ''
          nixvirt generate ${lib.escapeShellArg "${file}"}${hostOption} --output="$out"
        '';

      checks = forEachSystem (
        system:
        let
          pkgs = pkgsFor system;
          nixvirt = self.packages.${system}.default;
        in
        {
          package = nixvirt;
          vm = pkgs.testers.runNixOSTest ./nix/vm-test.nix;
        }
        // lib.mapAttrs' (
          name: _:
          lib.nameValuePair "template-${name}" (
            pkgs.runCommand "nixvirt-template-${name}" { nativeBuildInputs = [ nixvirt ]; } ''
              nixvirt init --template=${name}
              nixvirt generate --output=${if name == "fleet" then "virtual" else "virtual.nix"}
              nixvirt check
              touch "$out"
            ''
          )
        ) templates
      );
    };
}
