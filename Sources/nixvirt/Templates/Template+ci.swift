// Made from templates/ci: UPDATE_GOLDEN=1 swift test.

extension Template {
  static let ci = Template(
    name: "ci",
    files: [
      File(
        path: ".github/workflows/nixvirt.yml",
        text: ##"""
          # Checks the description, and that the modules are up to date. Errors appear at their lines.
          name: guests

          on:
            push:
              paths: ["**.nix"]
            pull_request:
              paths: ["**.nix"]

          permissions:
            contents: read

          env:
            # The flake of nixvirt. Replace OWNER with the account that you get it from, and add a tag or
            # commit to pin the version: github:OWNER/nixvirt/TAG
            NIXVIRT: github:OWNER/nixvirt

          jobs:
            check:
              runs-on: ubuntu-latest
              steps:
                - uses: actions/checkout@v4
                  with:
                    persist-credentials: false
                - uses: cachix/install-nix-action@v31
                - run: nix run "$NIXVIRT" -- check --format=github

          """##),
      File(
        path: ".gitlab-ci.yml",
        text: ##"""
          # Checks the description, and that the modules are up to date.
          guests:
            image: nixos/nix:latest
            variables:
              # The flake of nixvirt. Replace OWNER with the account that you get it from, and add a tag or
              # commit to pin the version: github:OWNER/nixvirt/TAG
              NIXVIRT: github:OWNER/nixvirt
              NIX_CONFIG: experimental-features = nix-command flakes
            script:
              - nix run "$NIXVIRT" -- check
            rules:
              - changes: ["**/*.nix"]

          """##),
      File(
        path: "guests.nix",
        text: ##"""
          {
            host = {
              # The network card that the guests share with the host. Not a Wi-Fi card.
              nic = "eno99";
              # Who may log in to the guests as root: put your own keys here.
              sshKeys = [
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop"
              ];
            };

            guests = {
              alice = {
                memory = "1g";
                diskSize = "40g";
              };
              bob = {
                cpus = 2;
                memory = "2g";
                diskSize = "20g";
                vncDisplay = "localhost:1";
              };
            };
          }

          """##),
    ])
}
