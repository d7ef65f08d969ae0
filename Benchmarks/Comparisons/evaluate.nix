# Evaluates a module as a function, with stand-ins for packages and the functions of nixpkgs' lib as
# nixpkgs defines them.
{ module }:
let
  inherit (builtins)
    attrNames
    attrValues
    concatMap
    concatStringsSep
    elemAt
    filter
    length
    listToAttrs
    mapAttrs
    match
    replaceStrings
    toJSON
    ;

  package = name: {
    type = "derivation";
    inherit name;
    outPath = "/nix/store/00000000000000000000000000000000-${name}";
  };

  nameValuePair = name: value: { inherit name value; };
  mapAttrsToList = f: attrs: attrValues (mapAttrs f attrs);
  escapeShellArg =
    arg:
    let
      string = toString arg;
    in
    if match "[[:alnum:],._+:@%/-]+" string == null then
      "'${replaceStrings [ "'" ] [ "'\\''" ] string}'"
    else
      string;
  mergeAttrsList =
    list:
    let
      binaryMerge =
        start: end:
        if end - start >= 2 then
          binaryMerge start (start + (end - start) / 2) // binaryMerge (start + (end - start) / 2) end
        else
          elemAt list start;
    in
    if list == [ ] then { } else binaryMerge 0 (length list);

  lib = {
    inherit
      attrNames
      attrValues
      concatMap
      escapeShellArg
      filter
      listToAttrs
      mapAttrs
      mapAttrsToList
      mergeAttrsList
      nameValuePair
      replaceStrings
      ;
    concatLines = lines: concatStringsSep "" (map (line: line + "\n") lines);
    escapeShellArgs = args: concatStringsSep " " (map escapeShellArg args);
    generators.toPretty = _: toJSON;
    getExe = program: "${program}/bin/${program.name}";
    mapAttrs' = f: set: listToAttrs (mapAttrsToList f set);
    mkForce = content: {
      _type = "override";
      priority = 50;
      inherit content;
    };
    mkIf = condition: content: {
      _type = "if";
      inherit condition content;
    };
    optionalAttrs = condition: value: if condition then value else { };
    optionals = condition: value: if condition then value else [ ];
    optionalString = condition: value: if condition then value else "";
    trivial.release = "25.05";
  };

  iso.config.system.build = {
    toplevel = package "nixos-system";
    isoImage = package "nixos.iso";
  };
  pkgs = {
    coreutils = package "coreutils";
    e2fsprogs = package "e2fsprogs";
    jq = package "jq";
    parted = package "parted";
    qemu_kvm = package "qemu";
    socat = package "socat";
    systemd = package "systemd";
    util-linux = package "util-linux";
    linkFarm = name: entries: package name;
    nixos = configuration: iso;
    runCommand =
      name: environment: script:
      package name;
    writeShellApplication = program: package program.name;
    writeText = name: text: package name;
  };
in
import module {
  inherit lib pkgs;
  config.networking.useNetworkd = false;
  modulesPath = "/modules";
}
