# The options of NixOS that modules set, with their types, as in nixpkgs 25.05 to 26.11. A type takes
# the path of an option and its value, and gives what is wrong with it.
let
  inherit (builtins)
    attrNames
    concatLists
    concatMap
    genList
    elemAt
    isAttrs
    isBool
    isInt
    isList
    isString
    length
    ;

  wrong = path: [ path ];
  check =
    test: path: value:
    if test value then [ ] else wrong path;

  bool = check isBool;
  int = check isInt;
  str = check isString;
  package = check (value: value ? outPath);
  # What a unit file may hold: NixOS writes a list as several lines.
  unitOption = check (
    value:
    isBool value || isInt value || isString value || (isList value && builtins.all isString value)
  );
  listOf =
    type: path: value:
    if isList value then
      concatLists (genList (n: type "${path}[${toString n}]" (elemAt value n)) (length value))
    else
      wrong path;
  attrsOf =
    type: path: value:
    if isAttrs value then
      concatMap (name: type "${path}.${name}" value.${name}) (attrNames value)
    else
      wrong path;
  # Just these names.
  options =
    types: path: value:
    if isAttrs value then
      concatMap (
        name:
        if types ? ${name} then types.${name} "${path}.${name}" value.${name} else wrong "${path}.${name}"
      ) (attrNames value)
    else
      wrong path;
  # lib.mkIf, as evaluate.nix shows what it leaves out.
  optional =
    type: path: value:
    if value == { ignored = true; } then [ ] else type path value;

  unit = {
    description = str;
    wantedBy = listOf str;
    requires = listOf str;
    wants = listOf str;
    after = listOf str;
    onSuccess = listOf str;
    unitConfig = attrsOf unitOption;
  };
in
options {
  assertions = listOf (options {
    assertion = bool;
    message = str;
  });
  boot = options {
    kernelModules = listOf str;
    kernelParams = listOf str;
    kernel = options { sysctl = attrsOf unitOption; };
  };
  environment = options {
    etc = attrsOf (options {
      source = package;
      text = str;
    });
    systemPackages = listOf package;
  };
  networking = options {
    bridges = attrsOf (options {
      interfaces = listOf str;
    });
    vlans = attrsOf (options {
      id = int;
      interface = str;
    });
    interfaces = attrsOf (options {
      useDHCP = bool;
      mtu = int;
      macAddress = str;
      ipv4 = options {
        addresses = listOf (options {
          address = str;
          prefixLength = int;
        });
      };
      ipv6 = options {
        addresses = listOf (options {
          address = str;
          prefixLength = int;
        });
      };
    });
    hosts = optional (attrsOf (listOf str));
    networkmanager = options { unmanaged = listOf str; };
    nftables = options { extraDeletions = str; };
    firewall = options {
      extraForwardRules = str;
      extraReversePathFilterRules = str;
      extraCommands = optional str;
      interfaces = attrsOf (options {
        allowedTCPPorts = listOf int;
        allowedUDPPorts = listOf int;
      });
    };
  };
  services = options {
    udev = options { extraRules = str; };
  };
  systemd = options {
    network = options {
      links = attrsOf (options {
        matchConfig = attrsOf unitOption;
        linkConfig = attrsOf unitOption;
      });
      netdevs = optional (
        attrsOf (options {
          bridgeConfig = attrsOf unitOption;
          extraConfig = str;
        })
      );
      networks = optional (
        attrsOf (options {
          matchConfig = attrsOf unitOption;
          linkConfig = attrsOf unitOption;
          networkConfig = attrsOf unitOption;
          vlan = listOf str;
          dns = listOf str;
          domains = listOf str;
        })
      );
    };
    services = attrsOf (
      options (
        unit
        // {
          enableDefaultPath = bool;
          environment = attrsOf (check (value: value == null || isString value));
          restartIfChanged = bool;
          reloadIfChanged = bool;
          restartTriggers = listOf package;
          startAt = str;
          before = listOf str;
          conflicts = listOf str;
          path = listOf package;
          reload = str;
          postStop = str;
          startLimitBurst = int;
          startLimitIntervalSec = int;
          partOf = listOf str;
          serviceConfig = attrsOf (optional unitOption);
          preStart = str;
          script = str;
          preStop = str;
          postStart = str;
        }
      )
    );
    timers = attrsOf (options {
      timerConfig = attrsOf unitOption;
    });
    sockets = attrsOf (
      options (
        unit
        // {
          listenStreams = listOf str;
          socketConfig = attrsOf unitOption;
        }
      )
    );
    tmpfiles = options {
      settings = attrsOf (
        attrsOf (
          attrsOf (options {
            user = str;
            group = str;
            mode = str;
          })
        )
      );
    };
  };
  users = options {
    groups = attrsOf (options { });
    users = attrsOf (options {
      isSystemUser = bool;
      group = str;
    });
  };
} "config"
