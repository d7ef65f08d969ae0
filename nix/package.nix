# The program, built by the Swift of nixpkgs, with its manual page and completions.
{
  lib,
  stdenv,
  installShellFiles,
  swift,
  swiftpm,
}:
stdenv.mkDerivation {
  pname = "nixvirt";
  version = "0.1.0";

  # What SwiftPM reads: a changed page of docs/ is no reason to build again.
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
