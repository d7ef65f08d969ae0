# What else has networks on a host: the configuration of each kind, by name.
{
  plain = { };
  docker.virtualisation.docker.enable = true;
  podman.virtualisation.podman.enable = true;
  libvirtd.virtualisation.libvirtd.enable = true;
  incus =
    { modulesPath, ... }:
    {
      imports = [ "${modulesPath}/virtualisation/incus.nix" ];
      virtualisation.incus = {
        enable = true;
        # Without it, some versions of nixpkgs take null for the name of a certificate.
        useACMEHost = "host.example";
      };
      networking.nftables.enable = true;
    };
  networkmanager.networking.networkmanager.enable = true;
  resolved.services.resolved.enable = true;
  dnsmasq.services.dnsmasq = {
    enable = true;
    settings.interface = "lo";
  };
  nftables.networking.nftables.enable = true;
  nftables-flushed.networking.nftables = {
    enable = true;
    flushRuleset = true;
  };
  iptables.networking.firewall.enable = true;
  no-firewall.networking.firewall.enable = false;
  # A networkd file that matches every card, those of guests too, unless a file of theirs comes first.
  user-networkd.systemd.network = {
    enable = true;
    networks."10-lan" = {
      matchConfig.Name = "en*";
      networkConfig.DHCP = "ipv4";
    };
  };
  br-netfilter.boot = {
    kernelModules = [ "br_netfilter" ];
    kernel.sysctl."net.bridge.bridge-nf-call-iptables" = 1;
  };
}
