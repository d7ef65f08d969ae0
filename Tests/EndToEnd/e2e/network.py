"""Stands in for NixOS's scripted networking, NAT, firewall and DNS server: units and rules out of
the options that a module sets. It does what NixOS's own modules do with them, as far as the options
that nixvirt writes go; another option is an error, so that none is ignored silently."""


def only(name, settings, *keys):
    if unknown := settings.keys() - set(keys):
        raise ValueError(f"{name}: the suite does not know {sorted(unknown)}")


def services(config, extra):
    """The services of the network by name. extra: what the module itself sets for some of them."""
    networking = config.get("networking", {})
    only("networking", networking, "bridges", "interfaces", "nat", "firewall", "vlans")
    result = {}
    for name, bridge in networking.get("bridges", {}).items():
        only(name, bridge, "interfaces")
        ports = "".join(
            f"ip link set dev {port} master {name}\nip link set dev {port} up\n"
            for port in bridge["interfaces"]
        )
        result[f"{name}-netdev"] = device(f"ip link add {name} type bridge\n{ports}ip link set {name} up")
    for name, interface in networking.get("interfaces", {}).items():
        only(name, interface, "virtual", "virtualType", "virtualOwner", "useDHCP", "ipv4", "mtu")
        if interface.get("virtual"):
            result[f"{name}-netdev"] = device(
                f"ip tuntap add dev {name} mode {interface['virtualType']} "
                f"user {interface['virtualOwner']}\nip link set {name} up"
            )
        addresses = interface.get("ipv4", {}).get("addresses", [])
        if addresses:
            result[f"network-addresses-{name}"] = device(
                "\n".join(
                    f"ip address add {each['address']}/{each['prefixLength']} dev {name}"
                    for each in addresses
                )
            ) | {"after": [f"{name}-netdev.service"]}
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
    parameters = dict(config.get("boot", {}).get("kernel", {}).get("sysctl", {}))
    if config.get("networking", {}).get("nat", {}).get("enable"):
        parameters.setdefault("net/ipv4/conf/all/forwarding", True)
    return [f"{key}={int(value)}" for key, value in sorted(parameters.items())]


def firewall(config):
    """Rules of nftables: NixOS's firewall is on by default."""
    networking = config.get("networking", {})
    only("firewall", networking.get("firewall", {}), "interfaces")
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
    rules = "table inet host {\nchain input {\ntype filter hook input priority 0; policy drop;\n"
    rules += "\n".join(lines) + "\n}\n"
    nat = networking.get("nat", {})
    if nat.get("enable"):
        only("nat", nat, "enable", "internalIPs", "internalInterfaces", "externalInterface")
        out = f'oifname "{nat["externalInterface"]}" ' if "externalInterface" in nat else ""
        rules += "chain post {\ntype nat hook postrouting priority 100;\n"
        rules += "".join(f"ip saddr {each} {out}masquerade\n" for each in nat["internalIPs"]) + "}\n"
    return rules + "}\n"


def dns_server(config):
    """dnsmasq.conf, or None."""
    dnsmasq = config.get("services", {}).get("dnsmasq", {})
    if not dnsmasq.get("enable"):
        return None
    only("dnsmasq", dnsmasq, "enable", "settings", "resolveLocalQueries")
    lines = []
    for key, value in dnsmasq["settings"].items():
        for each in value if isinstance(value, list) else [value]:
            if each is True:
                lines.append(key)
            elif each is not False:
                lines.append(f"{key}={each}")
    return "\n".join(lines) + "\n"
