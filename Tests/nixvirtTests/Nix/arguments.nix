# What import nixpkgs is in fleet.nix: its arguments.
arguments: arguments
