/// Names that people give to keys out of habit, and what does the same here.
struct KeyHint: Sendable {
  /// The key that is meant, if there is one of the same set: it is not missing besides.
  var meant: String?
  /// Help for the user: an imperative, or the possible keys.
  var text: String

  /// The key that was meant by one that a set does not have.
  ///
  /// - Parameter noun: what the set is, as its shape says.
  static func of(_ key: String, in noun: String) -> KeyHint? {
    let word = key.lowercased().filter { $0 != "_" && $0 != "-" }
    return all[noun]?.first { $0.words.contains(word) }?.hint
  }

  private struct Entry {
    var words: [String]
    var hint: KeyHint

    init(_ words: String, _ meant: String?, _ text: String? = nil) {
      self.words = words.split(separator: " ").map(String.init)
      hint = KeyHint(meant: meant, text: text ?? "write \(meant ?? "")")
    }
  }

  private static let all: [String: [Entry]] = [
    "a description": [
      Entry("vms vm virtualmachines machines guest domains", "guests"),
      Entry("network net bridges", "networks"),
      Entry("default common", "defaults"),
      Entry("nic uplink sshkeys statedir", nil, "put it in host = { … };"),
    ],
    "host": [
      Entry("interface uplink ethernet networkcard", "nic"),
      Entry("bridge bridges", "nic", "write nic, or networks.lan = { bridge = …; uplink = …; };"),
      Entry("keys authorizedkeys sshkey publickeys", "sshKeys"),
      Entry("statedirectory datadir storage directory", "stateDir"),
      Entry("arch architecture platform", "system"),
      Entry("hostname", "name"),
      Entry("cores cpu threads", "cpus"),
      Entry("ram mem", "memory"),
      Entry("ip address dhcp vlan mtu", nil, "put it in the network: networks.lan = { … };"),
    ],
    "a network": [
      Entry("subnet cidr range", nil, "write nat.subnet = \"192.168.100.0/24\";"),
      Entry("nic interface interfaces port device", "uplink"),
      Entry("ip ipaddress hostaddress", "address"),
      Entry("name", "bridge"),
      Entry(
        "gateway nameservers dns", nil,
        "set it in the host's configuration: networking.defaultGateway, networking.nameservers"),
      Entry("isolated internal", nil, "remove uplink and nat: the network is then isolated"),
      forwards,
    ],
    "nat": [
      Entry("network cidr range", "subnet"),
      Entry("interface uplink nic external", "externalInterface"),
      forwards,
    ],
    "a guest": [
      Entry("ram mem memorysize", "memory"),
      Entry("cpu cores vcpu vcpus smp", "cpus"),
      Entry("disk size disksizegb hdd storage rootsize rootdisk", "diskSize"),
      Entry("drives volumes extradisks", "disks"),
      Entry("nics networks networkinterfaces net", "interfaces"),
      Entry("bridge nic", "network"),
      Entry("tap tapdevice", "netDevice"),
      Entry("vnc display graphics vncport spice", "vncDisplay"),
      Entry(
        "ip ipaddress ipv4 address addresses staticip fixedip", nil,
        "write interfaces = [ { network = \"<name>\"; address = \"…\"; } ];"),
      Entry(
        "gateway nameservers dns", nil,
        "write it beside the address: interfaces = [ { network = \"<name>\"; address = \"…\";"
          + " gateway = \"…\"; nameservers = [ \"…\" ]; } ];"),
      forwards,
      Entry(
        "cloudinit cloudconfig usernetworkdata", "userData", "write userData = ./user-data.yaml;"),
      Entry(
        "secureboot", "firmware",
        "write firmware = \"uefi\"; Secure Boot itself is not supported"),
      Entry("uefi efi bios ovmf boot", "firmware", "write firmware = \"uefi\";"),
      Entry("cdrom cd installer installmedia", "iso"),
      Entry("cloudimage template qcow2 baseimage", "image"),
      Entry(
        "config configuration nixosmodules modules imports", "nixos",
        "write nixos.modules = [ ./guest.nix ];"),
      Entry("keys authorizedkeys sshkey publickeys", "sshKeys"),
      Entry(
        "user users password rootpassword username", nil,
        "root logs in with sshKeys; add users in nixos.modules"),
      Entry("hostname name", nil, "rename the guest: its name is its host name"),
      Entry("filesystems mounts sharedfolders virtiofs share volume", "shares"),
      Entry("gpu passthrough hostdev vfio pcidevices", "pci"),
      Entry("usbdevices", "usb"),
      Entry("agent qemuagent qemuguestagent qemuguest qga", "guestAgent"),
      Entry("qemuargs args extraoptions qemuoptions qemuextraargs", "extraArgs"),
      Entry("enable enabled onboot startonboot", "autostart"),
      Entry("dependson requires wants startafter", "after"),
      Entry("pinning affinitycpus cpuset cpuaffinity", "cpuPinning"),
      Entry("cpulimit", "cpuQuota"),
      Entry("memorylimit memlimit balloon", "memoryMax"),
      Entry("stoptimeout timeout", "shutdownTimeout"),
      Entry("snapshots", "snapshot"),
      Entry("backups", "backup"),
    ],
    "an interface": [
      Entry("bridge", "network"),
      Entry("macaddress hwaddr", "mac"),
      Entry("device netdevice name", "tap"),
      Entry("ip ipaddress ipv4", "address"),
      Entry("ipv6 ip6 ipv6address", "address6"),
      Entry("router defaultgateway", "gateway"),
      Entry("router6 ipv6gateway", "gateway6"),
      Entry("dns dnsservers nameserver", "nameservers"),
      Entry("type card driver", "model"),
      Entry("vlan", nil, "put it in the network: networks.<name>.vlan"),
    ],
    "a disk": [
      Entry("file device source image dev", "path"),
      Entry("capacity disksize", "size"),
      Entry("type", "format"),
      Entry("ro", "readOnly"),
    ],
    "a share": [
      Entry("path directory dir host hostpath src", "source"),
      Entry("mountpoint mount guestpath destination dest", "target"),
      Entry("ro", "readOnly"),
      Entry("tag", nil, "the share's name is its tag"),
    ],
  ]

  private static let forwards = Entry(
    "ports port forwardports portforward portforwards portforwarding hostfwd forwards publish", nil,
    "write networks.<name>.nat.forwards = [ { port = 8080; to = \"<guest>\"; toPort = 80; } ];")
}
