# Evaluates a module of nixvirt as a function, with stand-ins for what a NixOS host gives it. They
# have just what modules use: a name that is not here is a mistake of the module, or to be added.
#
#   nix-instantiate --eval --strict --json evaluate.nix --arg module ./virtual.nix
{
  module,
  useNetworkd ? false,
}:
let
  inherit (builtins)
    attrNames
    attrValues
    concatLists
    concatMap
    concatStringsSep
    filter
    foldl'
    isAttrs
    isFunction
    isList
    listToAttrs
    mapAttrs
    replaceStrings
    toJSON
    trace
    ;

  storePath = name: "/nix/store/00000000000000000000000000000000-${name}";
  package = name: {
    type = "derivation";
    inherit name;
    outPath = storePath name;
  };

  # The texts of programs go to the caller as traces.
  show =
    name: text: value:
    trace "script ${toJSON { inherit name text; }}" value;

  nameValuePair = name: value: { inherit name value; };
  escapeShellArg = arg: "'${replaceStrings [ "'" ] [ "'\\''" ] (toString arg)}'";
  lib = {
    inherit
      attrValues
      concatMap
      filter
      listToAttrs
      mapAttrs
      nameValuePair
      replaceStrings
      escapeShellArg
      ;
    concatLines = lines: concatStringsSep "" (map (line: line + "\n") lines);
    escapeShellArgs = args: concatStringsSep " " (map escapeShellArg args);
    generators.toPretty = _: toJSON;
    getExe = program: "${program}/bin/${program.name}";
    mapAttrs' = f: set: listToAttrs (map (name: f name set.${name}) (attrNames set));
    mapAttrsToList = f: set: map (name: f name set.${name}) (attrNames set);
    mergeAttrsList = foldl' (a: b: a // b) { };
    mkForce = value: value;
    mkIf = condition: value: if condition then value else { ignored = true; };
    optional = condition: value: if condition then [ value ] else [ ];
    optionalAttrs = condition: value: if condition then value else { };
    optionals = condition: value: if condition then value else [ ];
    trivial.release = "26.11";
  };

  pkgs = {
    coreutils = package "coreutils";
    e2fsprogs = package "e2fsprogs";
    parted = package "parted";
    qemu_kvm = package "qemu";
    socat = package "socat";
    util-linux = package "util-linux";
    linkFarm = name: entries: package name // { inherit entries; };
    writeText = name: text: package name // { inherit text; };
    writeShellApplication =
      {
        name,
        text,
        runtimeInputs,
      }:
      assert isList runtimeInputs;
      show name text (package name);
    nixos =
      configuration:
      let
        system =
          if isFunction configuration then configuration { modulesPath = "/modules"; } else configuration;
        installs = system ? systemd.services.install-guest;
        image = package "nixos.iso";
      in
      {
        config.system.build = {
          toplevel = package "nixos-system";
          isoImage =
            if installs then
              show "install-guest-in-the-installer" system.systemd.services.install-guest.script image
            else
              image;
        };
      };
  };
  config.networking.useNetworkd = useNetworkd;

  evaluated = import module {
    inherit config lib pkgs;
    modulesPath = "/modules";
  };
  # Derivations as their paths, like in JSON.
  plain =
    value:
    if isAttrs value then
      if value ? outPath then value.outPath else mapAttrs (_: plain) value
    else if isList value then
      map plain value
    else
      value;
in
plain evaluated
