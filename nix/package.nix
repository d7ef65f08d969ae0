# The program, built by the Swift of nixpkgs, with its manual page and completions.
{
  lib,
  stdenv,
  installShellFiles,
  swift,
  swiftpm,
}:
let
  required = "6.2";
  found = lib.getVersion swift;

  # The version is in one place.
  source = builtins.readFile ../Sources/nixvirt/Tool.swift;
  version = builtins.head (builtins.match ".*static let version = \"([^\"]+)\".*" source);
in
if lib.versionOlder found required then
  throw ''
    Building nixvirt needs Swift ${required} or newer, but this nixpkgs has Swift ${found}.

    Use a newer nixpkgs, or the static binary: run scripts/release in a checkout of nixvirt on any
    Linux machine with Swift ${required} (https://www.swift.org/install/linux/), and copy
    .build/release/nixvirt to this machine. The host itself never needs nixvirt, only the
    virtual.nix that it generates.
  ''
else
  stdenv.mkDerivation {
    pname = "nixvirt";
    inherit version;

    # Only what SwiftPM reads, so that a change in docs/ does not rebuild the package.
    src = lib.fileset.toSource {
      root = ../.;
      fileset = lib.fileset.unions [
        ../Package.swift
        ../Sources
        ../Tests
      ];
    };

    nativeBuildInputs = [
      installShellFiles
      swift
      swiftpm
    ];
    swiftpmFlags = [
      "--product"
      "nixvirt"
    ];

    installPhase = ''
      runHook preInstall
      install -D -t "$out/bin" "$(swiftpmBinPath)/nixvirt"
      "$out/bin/nixvirt" man > nixvirt.1
      installManPage nixvirt.1
      for shell in bash zsh fish; do
        "$out/bin/nixvirt" completions "$shell" > "nixvirt.$shell"
        installShellCompletion --cmd nixvirt "--$shell" "nixvirt.$shell"
      done
      runHook postInstall
    '';

    meta = {
      description = "Turns a description of virtual machines into a NixOS module";
      license = lib.licenses.mit;
      mainProgram = "nixvirt";
      platforms = [
        "x86_64-linux"
        "aarch64-linux"
      ];
    };
  }
