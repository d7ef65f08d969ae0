"""Stands in for NixOS's scripted networking and firewall: units and rules out of the options that a
module sets. It does what NixOS's own modules do with them, as far as the options that nixvirt writes
go; another option is an error, so that none is ignored silently."""


def only(name, settings, *keys):
    if unknown := settings.keys() - set(keys):
        raise ValueError(f"{name}: the suite does not know {sorted(unknown)}")


def services(config, extra):
    """The services of the network by name. extra: what the module itself sets for some of them."""
    networking = config.get("networking", {})
    only("networking", networking, "bridges", "interfaces", "firewall", "vlans", "networkmanager", "nftables",
         "hosts")
    result = {}
    interfaces = networking.get("interfaces", {})
    for name, bridge in networking.get("bridges", {}).items():
        only(name, bridge, "interfaces")
        ports = "".join(
            f"ip link set dev {port} master {name}\nip link set dev {port} up\n"
            for port in bridge["interfaces"]
        )
        # udev does this, by a .link file.
        address = interfaces.get(name, {}).get("macAddress")
        link = f"ip link set dev {name} address {address}\n" if address else ""
        result[f"{name}-netdev"] = device(
            f"if ip link show dev {name} >/dev/null 2>&1; then ip link delete dev {name}; fi\n"
            f"ip link add {name} type bridge\n{link}{ports}ip link set {name} up"
        ) | {"partOf": ["network.target"], "postStop": f"ip link delete dev {name} || true"}
    for name, interface in interfaces.items():
        only(name, interface, "useDHCP", "ipv4", "ipv6", "mtu", "macAddress")
        addresses = interface.get("ipv4", {}).get("addresses", []) + interface.get("ipv6", {}).get("addresses", [])
        mtu = f"ip link set dev {name} mtu {interface['mtu']}\n" if "mtu" in interface else ""
        own = [f"{name}-netdev.service"] if f"{name}-netdev" in result else []
        result[f"network-addresses-{name}"] = device(
            f"{mtu}ip link set dev {name} up\n" + "\n".join(
                f"ip address replace {each['address']}/{each['prefixLength']} dev {name} nodad"
                for each in addresses
            )
        ) | {"after": own, "bindsTo": own, "wantedBy": own or ["network.target"]}
    if networking.get("vlans"):
        raise ValueError("networking.vlans: the suite does not know it")
    for name in result.keys() & extra.keys():
        result[name] = {**result[name], **extra[name]}
    return result


def device(script):
    return {
        "script": script,
        "wantedBy": ["network.target"],
        "serviceConfig": {"Type": "oneshot", "RemainAfterExit": True},
        "path": ["iproute2"],
        "unitConfig": {"Before": "network.target"},
    }


def kernel_parameters(config):
    """Lines of sysctl.conf."""
    parameters = config.get("boot", {}).get("kernel", {}).get("sysctl", {})
    return [f"{key}={int(value)}" for key, value in sorted(parameters.items())]


def firewall(config):
    """Rules of nftables: NixOS's firewall is on by default."""
    networking = config.get("networking", {})
    # The rules for forwarded packets matter where the host's firewall looks at them: it does not here.
    only("firewall", networking.get("firewall", {}), "interfaces", "extraForwardRules",
         "extraReversePathFilterRules", "extraCommands")
    lines = [
        'iifname "lo" accept',
        "ct state established,related accept",
        "icmp type echo-request accept",
        "meta l4proto 58 accept",  # ICMP of IPv6
        "tcp dport 22 accept",
    ]
    for name, interface in networking.get("firewall", {}).get("interfaces", {}).items():
        only(name, interface, "allowedTCPPorts", "allowedUDPPorts")
        for protocol, ports in (("tcp", "allowedTCPPorts"), ("udp", "allowedUDPPorts")):
            if interface.get(ports):
                listed = ", ".join(map(str, interface[ports]))
                lines.append(f'iifname "{name}" {protocol} dport {{ {listed} }} accept')
    return ("table inet host {\nchain input {\ntype filter hook input priority 0; policy drop;\n"
            + "\n".join(lines) + "\n}\n}\n")
