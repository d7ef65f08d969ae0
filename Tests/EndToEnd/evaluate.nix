# Evaluates a module of nixvirt with what a host gives it, as far as modules use it. What packages
# would put into the store is told by traces, one JSON object a line, and made by store.py:
#
#   nix-instantiate --eval --strict --json evaluate.nix --arg module ./virtual.nix
{ module }:
let
  inherit (builtins)
    attrNames
    attrValues
    concatLists
    concatMap
    concatStringsSep
    elemAt
    filter
    foldl'
    genList
    hashString
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

  # A derivation whose content is the object: its path depends on nothing else.
  stored =
    name: object:
    let
      text = toJSON object;
      path = "/nix/store/${substring 0 32 (hashString "sha256" (name + text))}-${name}";
    in
    {
      type = "derivation";
      inherit name;
      outPath = trace "store ${toJSON { inherit path object; }}" path;
    };

  package =
    name:
    stored name {
      kind = "package";
      inherit name;
    };

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

  # An installer: its script, and the packages in the unit's path. A system that boots from the store: its
  # modules' text. Another system: a name.
  nixos =
    configuration:
    let
      system =
        if isFunction configuration then configuration { modulesPath = "/modules"; } else configuration;
      unit = system.systemd.services.install-guest;
      modules = system.imports or [ ];
      bootsFromStore = builtins.any (
        each: isAttrs each && each ? fileSystems && each.fileSystems."/" ? autoFormat
      ) modules;
      text = each: if builtins.isPath each then builtins.readFile each else toJSON each;
    in
    {
      config.system.build = {
        toplevel =
          if bootsFromStore then
            stored "nixos-system-guest" {
              kind = "bootable";
              modules = map text modules;
            }
          else
            stored "nixos-system" { kind = "system"; };
        isoImage = stored "nixos.iso" {
          kind = "image";
          inherit (unit) script;
          path = map toString unit.path;
        };
      };
    };

  pkgs =
    listToAttrs (
      map (name: nameValuePair name (package name)) [
        "coreutils"
        "diffutils"
        "dnsmasq"
        "dosfstools"
        "e2fsprogs"
        "erofs-utils"
        "gnugrep"
        "gnutar"
        "iproute2"
        "iptables"
        "jq"
        "nftables"
        "openssh"
        "parted"
        "python3"
        "qemu_kvm"
        "rsync"
        "socat"
        "swtpm"
        "systemd"
        "util-linux"
        "virtiofsd"
        "zstd"
      ]
    )
    // {
      inherit nixos;
      path = ./.;
      closureInfo =
        { rootPaths }:
        stored "closure-info" {
          kind = "closure";
          rootPaths = map toString rootPaths;
        };
      linkFarm =
        name: entries:
        stored name {
          kind = "links";
          entries = mapAttrs (_: toString) entries;
        };
      writeText =
        name: text:
        stored name {
          kind = "text";
          inherit text;
        };
      writeShellScript =
        name: text:
        stored name {
          kind = "script";
          inherit text;
        };
      runCommand =
        name: environment: script:
        stored name {
          kind = "built";
          inherit script;
          inputs = map toString (environment.nativeBuildInputs or [ ]);
        };
      writeShellApplication =
        {
          name,
          text,
          runtimeInputs,
        }:
        stored name {
          kind = "program";
          inherit name text;
          inputs = map toString runtimeInputs;
        };
    };

  # Derivations as their paths, without what mkIf leaves out.
  plain =
    value:
    if isAttrs value then
      if value ? outPath then
        value.outPath
      else
        mapAttrs (_: plain) (
          listToAttrs (
            concatLists (
              map (name: if isIgnored value.${name} then [ ] else [ (nameValuePair name value.${name}) ]) (
                attrNames value
              )
            )
          )
        )
    else if isList value then
      map plain value
    else
      value;
  isIgnored = value: isAttrs value && value ? ignored;
in
plain (
  import module {
    config = {
      networking.useNetworkd = false;
      networking.nftables.enable = false;
      services.openssh = {
        enable = true;
        ports = [ 22 ];
      };
      services.resolved.enable = false;
      virtualisation.docker.enable = false;
    };
    inherit lib pkgs;
    modulesPath = "/modules";
  }
)
