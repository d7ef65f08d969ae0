extension DirectiveTable {
  /// The unit that makes the taps of a guest.
  static let guestNetwork = DirectiveTable(
    #"""
    description = "Network of guest NAME"  # the journal shows it
    after = ["nixvirt-filter.service","sys-subsystem-net-devices-br\\x2dshop.device"]  # no tap before the filter
    requires = ["nixvirt-filter.service"]  # no guest without the filter
    wants = ["sys-subsystem-net-devices-br\\x2dshop.device"]  # the bridge may come later
    reloadIfChanged = true  # keeps the taps while the guest runs
    enableDefaultPath = false  # PATH would name packages
    environment.LOCALE_ARCHIVE = null  # so would this
    environment.PATH = null  # the program sets it
    environment.TZDIR = null  # names a package, too
    serviceConfig.CapabilityBoundingSet = "CAP_NET_ADMIN"  # makes taps
    serviceConfig.DeviceAllow = ["/dev/net/tun rw"]  # the same
    serviceConfig.ExecStart = "/etc/nixvirt/guests/NAME/connect guest-NAME tap-NAME 52:54:00:fb:5a:19 br-shop 1500 off"  # tap, MAC address, bridge, MTU, isolation
    serviceConfig.ExecReload = "/etc/nixvirt/guests/NAME/connect guest-NAME tap-NAME 52:54:00:fb:5a:19 br-shop 1500 off"  # new cards without a restart
    serviceConfig.ExecStopPost = "/etc/nixvirt/guests/NAME/connect guest-NAME"  # no tap is left
    serviceConfig.RemainAfterExit = true  # it stops with the guest
    serviceConfig.RestrictAddressFamilies = "AF_INET AF_NETLINK AF_UNIX"  # iproute2
    serviceConfig.Type = "oneshot"  # the taps are there when it is done
    """#, with: hardening)

  static let filter = DirectiveTable(
    #"""
    description = "Filter of the guests' networks"  # the journal shows it
    after = ["nftables.service","systemd-modules-load.service"]  # nftables.service may flush all tables
    before = ["network-pre.target","shutdown.target"]  # no packet before it
    wants = ["network-pre.target"]  # the same
    wantedBy = ["multi-user.target"]  # without guests, too
    conflicts = ["shutdown.target"]  # because it has no default dependencies
    unitConfig.DefaultDependencies = false  # early in the boot
    reloadIfChanged = true  # a restart would open the networks for a moment
    restartTriggers = ["/nix/store/00000000000000000000000000000000-nixvirt.nft"]  # new rules are loaded
    serviceConfig.CapabilityBoundingSet = "CAP_NET_ADMIN"  # nftables
    serviceConfig.PrivateDevices = true  # none
    serviceConfig.RestrictAddressFamilies = "AF_NETLINK"  # nftables
    serviceConfig.ExecStart = "/nix/store/00000000000000000000000000000000-nftables/bin/nft -f /etc/nixvirt/filter.nft"  # all rules in one transaction
    serviceConfig.ExecReload = "/nix/store/00000000000000000000000000000000-nftables/bin/nft -f /etc/nixvirt/filter.nft"  # the same
    serviceConfig.ExecStop = "/nix/store/00000000000000000000000000000000-nftables/bin/nft \"table bridge nixvirt; delete table bridge nixvirt; table inet nixvirt; delete table inet nixvirt\""  # also without the tables
    serviceConfig.RemainAfterExit = true  # guests require it
    serviceConfig.Type = "oneshot"  # the rules are there when it is done
    """#, with: hardening)

  static let server = DirectiveTable(
    """
    description = "DHCP and DNS for guests"  # the journal shows it
    after = ["network.target"]  # the bridges are there
    wantedBy = ["multi-user.target"]  # without guests, too
    serviceConfig.DynamicUser = true  # not root
    serviceConfig.AmbientCapabilities = "CAP_NET_ADMIN CAP_NET_BIND_SERVICE CAP_NET_RAW"  # ARP, ports 53 and 67, ICMP
    serviceConfig.CapabilityBoundingSet = "CAP_NET_ADMIN CAP_NET_BIND_SERVICE CAP_NET_RAW"  # nothing more
    serviceConfig.IPAddressDeny = ""  # it talks to guests
    serviceConfig.PrivateDevices = true  # none
    serviceConfig.RestrictAddressFamilies = "AF_INET AF_INET6 AF_NETLINK AF_PACKET AF_UNIX"  # DHCP and the system log
    serviceConfig.StateDirectory = "nixvirt-dnsmasq"  # the leases
    serviceConfig.ExecStart = "/nix/store/00000000000000000000000000000000-dnsmasq/bin/dnsmasq --keep-in-foreground --conf-file=/nix/store/00000000000000000000000000000000-nixvirt-dnsmasq.conf"  # no configuration of the host
    serviceConfig.Restart = "on-failure"  # guests depend on it
    serviceConfig.RestartSec = 5  # a bridge that comes later
    serviceConfig.Type = "exec"  # started when its program runs
    """, with: hardening)

  static let docker = DirectiveTable(
    #"""
    description = "Guests' networks alongside Docker"  # the journal shows it
    after = ["docker.service"]  # Docker closes forwarding when it starts
    partOf = ["docker.service"]  # at each start
    wantedBy = ["docker.service"]  # at each start
    path = ["/nix/store/00000000000000000000000000000000-iptables"]  # the program it runs
    script = "pass() {\n  for tables in iptables ip6tables; do\n    \"$tables\" -w -C FORWARD \"$@\" -j ACCEPT 2>/dev/null || \"$tables\" -w -I FORWARD \"$@\" -j ACCEPT\n  done\n}\npass -i vbridge0 -o vbridge0\npass -i br-shop -o br-shop\npass -i br-shop\npass -o br-shop\n"  # each rule once
    serviceConfig.CapabilityBoundingSet = "CAP_NET_ADMIN CAP_NET_RAW"  # iptables
    serviceConfig.PrivateDevices = true  # none
    serviceConfig.ReadWritePaths = "/run"  # the lock of iptables
    serviceConfig.RestrictAddressFamilies = "AF_INET AF_INET6 AF_NETLINK"  # iptables
    serviceConfig.RemainAfterExit = true  # stops with Docker
    serviceConfig.Type = "oneshot"  # the rules are there when it is done
    """#, with: hardening)

  static let names = DirectiveTable(
    #"""
    description = "Names of guests for systemd-resolved"  # the journal shows it
    after = ["systemd-resolved.service","br-shop-netdev.service"]  # both are there
    partOf = ["systemd-resolved.service","br-shop-netdev.service"]  # both forget the settings when they start
    wantedBy = ["multi-user.target"]  # without guests, too
    script = "/run/current-system/systemd/bin/resolvectl dns br-shop 10.78.0.1\n/run/current-system/systemd/bin/resolvectl domain br-shop '~shop.internal' '~0.78.10.in-addr.arpa' '~0.0.0.0.0.0.0.0.0.0.0.0.8.7.d.f.ip6.arpa'\n/run/current-system/systemd/bin/resolvectl default-route br-shop false\n"  # only names of guests go there
    serviceConfig.CapabilityBoundingSet = "CAP_NET_ADMIN"  # resolved asks for it
    serviceConfig.PrivateDevices = true  # none
    serviceConfig.RestrictAddressFamilies = "AF_NETLINK AF_UNIX"  # D-Bus
    serviceConfig.RemainAfterExit = true  # stops with the others
    serviceConfig.Type = "oneshot"  # the settings are there when it is done
    """#, with: hardening)

  // MARK: - Units of NixOS

  /// The bridge of a network behind the host.
  static let bridge = DirectiveTable(
    #"""
    partOf = []  # a restart of the network does not take the bridge from guests
    postStart = "/run/current-system/systemd/bin/systemctl --no-block try-reload-or-restart \\\n   'qemu-guest-*-network.service' || true\n"  # taps join a new bridge
    """#)
  /// The bridge of a LAN.
  static let bridgeOfLAN = DirectiveTable(
    #"""
    partOf = []  # a restart of the network does not take the bridge from guests
    postStart = "/run/current-system/systemd/bin/systemctl --no-block try-reload-or-restart \\\n  network-addresses-eno1.service 'qemu-guest-*-network.service' || true\n"  # the card and taps join a new bridge
    """#)
  /// The card of a LAN.
  static let card = DirectiveTable(
    #"""
    after = ["vbridge0-netdev.service"]  # it joins the bridge
    wants = ["vbridge0-netdev.service"]  # the bridge may come later
    postStart = "ip link set dev vbridge0 address \"$(cat /sys/class/net/eno1/address)\"\nip link set dev eno1 master vbridge0\nip link set dev eno1 up\n"  # the bridge has the card's MAC address
    """#)
  /// The card of a LAN with a VLAN.
  static let vlan = DirectiveTable(
    """
    partOf = []  # a restart of the network does not take the VLAN from guests
    wantedBy = ["sys-subsystem-net-devices-eno2.device"]  # comes with its card
    """)
}
