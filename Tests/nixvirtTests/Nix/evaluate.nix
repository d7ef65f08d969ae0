# Evaluates a module of nixvirt as a function, with stand-ins for what a NixOS host gives it. They
# have just what modules use: a name that is not here is a mistake of the module, or to be added.
#
#   nix-instantiate --eval --strict --json evaluate.nix --arg module ./virtual.nix
{
  module,
  useNetworkd ? false,
  sshPorts ? [ 22 ],
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
    genList
    elemAt
    isAttrs
    isFunction
    isList
    length
    listToAttrs
    mapAttrs
    replaceStrings
    stringLength
    substring
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
      attrNames
      attrValues
      concatMap
      filter
      listToAttrs
      mapAttrs
      nameValuePair
      replaceStrings
      escapeShellArg
      ;
    concatLines = lib.concatMapStrings (line: line + "\n");
    concatMapStrings = lib.concatMapStringsSep "";
    concatMapStringsSep =
      separator: f: list:
      concatStringsSep separator (map f list);
    escapeShellArgs = args: concatStringsSep " " (map escapeShellArg args);
    generators.toPretty = _: toJSON;
    hasPrefix = prefix: text: substring 0 (stringLength prefix) text == prefix;
    filterAttrs =
      test: set:
      listToAttrs (
        map (name: nameValuePair name set.${name}) (filter (name: test name set.${name}) (attrNames set))
      );
    genAttrs = names: f: listToAttrs (map (name: nameValuePair name (f name)) names);
    imap1 = f: list: genList (n: f (n + 1) (elemAt list n)) (length list);
    getAttrs = names: set: listToAttrs (map (name: nameValuePair name set.${name}) names);
    getExe = program: "${program}/bin/${program.name}";
    mapAttrs' = f: set: listToAttrs (map (name: f name set.${name}) (attrNames set));
    mapAttrsToList = f: set: map (name: f name set.${name}) (attrNames set);
    mapAttrsRecursive =
      f: set:
      mapAttrs (
        _: value:
        if isAttrs value && value.type or "" != "derivation" then
          lib.mapAttrsRecursive f value
        else
          f [ ] value
      ) set;
    all = builtins.all;
    catAttrs = builtins.catAttrs;
    cleanSource = path: path;
    hasSuffix =
      suffix: text: builtins.match ".*${builtins.replaceStrings [ "." ] [ "\\." ] suffix}" text != null;
    head = builtins.head;
    pathIsDirectory = path: builtins.pathExists "${toString path}/.";
    filesystem.listFilesRecursive = _: [ ];
    path = {
      hasPrefix = directory: file: lib.hasPrefix "${toString directory}/" (toString file);
      removePrefix = directory: file: ".${lib.removePrefix (toString directory) (toString file)}";
    };
    removePrefix = prefix: text: substring (stringLength prefix) (stringLength text) text;
    fileset = {
      unions = files: files;
      toSource = { root, ... }: toString root;
    };
    mergeAttrsList = foldl' (a: b: a // b) { };
    mkDefault = value: value;
    mkForce = value: value;
    mkOverride = _: value: value;
    mkIf = condition: value: if condition then value else { ignored = true; };
    optional = condition: value: if condition then [ value ] else [ ];
    optionalAttrs = condition: value: if condition then value else { };
    optionals = condition: value: if condition then value else [ ];
    optionalString = condition: value: if condition then value else "";
    remove = element: filter (other: other != element);
    reverseList = foldl' (list: element: [ element ] ++ list) [ ];
    trivial.release = "26.11";
  };

  pkgs = {
    coreutils = package "coreutils";
    diffutils = package "diffutils";
    dnsmasq = package "dnsmasq";
    dosfstools = package "dosfstools";
    e2fsprogs = package "e2fsprogs";
    erofs-utils = package "erofs-utils";
    gnugrep = package "gnugrep";
    gnutar = package "gnutar";
    iproute2 = package "iproute2";
    iptables = package "iptables";
    nftables = package "nftables";
    parted = package "parted";
    python3 = package "python3";
    qemu_kvm = package "qemu";
    socat = package "socat";
    swtpm = package "swtpm";
    systemd = package "systemd";
    util-linux = package "util-linux";
    virtiofsd = package "virtiofsd";
    zstd = package "zstd";
    # What a guest's units run is shown under the names of the files.
    linkFarm =
      name: entries:
      foldl' (
        farm: file:
        if entries.${file} ? script then show "${name}-${file}" entries.${file}.script farm else farm
      ) (package name // { inherit entries; }) (if isAttrs entries then attrNames entries else [ ]);
    closureInfo = { rootPaths }: package "closure-info" // { inherit rootPaths; };
    writeShellScript = name: script: package name // { inherit script; };
    writeText = name: text: show name text (package name // { inherit text; });
    fetchurl =
      {
        url,
        hash,
        name ? baseNameOf url,
      }:
      package name // { inherit hash; };
    runCommand =
      name: _: script:
      show name script (package name);
    writeShellApplication =
      {
        name,
        text,
        runtimeInputs,
      }:
      assert isList runtimeInputs;
      show name text (package name);
    path = ./.;
    nixos =
      configuration:
      let
        system =
          if isFunction configuration then configuration { modulesPath = "/modules"; } else configuration;
        installs = system ? systemd.services.install-guest;
        image = package "nixos.iso";
        parts = [ system ] ++ filter isAttrs (system.imports or [ ]);
        services = foldl' (all: part: all // (part.systemd.services or { })) { } parts;
        toplevel = package "nixos-system";
      in
      {
        config.system.build = {
          toplevel =
            if services ? nixvirt-host-key then
              trace "service ${toJSON { inherit (services) nixvirt-host-key; }}" toplevel
            else
              toplevel;
          isoImage =
            if installs then
              show "install-guest-in-the-installer" system.systemd.services.install-guest.script image
            else
              image;
        };
      };
  };
  config = {
    networking = {
      inherit useNetworkd;
      nftables.enable = false;
    };
    services.resolved.enable = true;
    services.openssh = {
      enable = true;
      ports = sshPorts;
    };
    virtualisation.docker.enable = true;
  };

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
{
  config = plain evaluated;
  # The options that do not exist, or have another type.
  mistakes = import ./options.nix evaluated;
}
