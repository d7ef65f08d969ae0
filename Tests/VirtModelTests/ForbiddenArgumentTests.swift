import Testing

@testable import VirtModel

@Suite("Arguments that a guest's unit forbids")
struct ForbiddenArgumentTests {
  @Test(
    "sockets of the internet, devices and settings of nixvirt, each with what to write",
    arguments: [
      ("-vnc", "0.0.0.0:1", "vncDisplay"), ("-vnc", ":1", "vncDisplay"),
      ("--vnc", ":1,password=on", "vncDisplay"), ("-display", "vnc=:2", "vncDisplay"),
      ("-display", "gtk", "vncDisplay"), ("-display", "sdl,gl=on", "vncDisplay"),
      ("-spice", "port=5930,disable-ticketing=on", "unix=on"), ("-spice", "tls-port=1", "unix=on"),
      ("-monitor", "tcp:127.0.0.1:4444,server=on", "unix:/run/guests/<name>/monitor.sock"),
      ("-qmp", "tcp::4444", "unix:/run/guests/<name>/qmp.sock"),
      ("-gdb", "tcp::1234", "unix:/run/guests/<name>/gdb.sock"),
      ("-serial", "telnet::4321,server=on", "unix:"), ("-serial", "udp::1@:2", "unix:"),
      ("-parallel", "tcp::1", "unix:"), ("-incoming", "tcp:0:4444", "unix:"),
      ("-chardev", "socket,id=c,host=0.0.0.0,port=1", "path="),
      ("-chardev", "backend=socket,id=c,port=1", "path="), ("-chardev", "udp,id=u,port=1", "path="),
      ("-netdev", "user,id=u", "nat"), ("-nic", "user,hostfwd=tcp::2222-:22", "nat"),
      ("-net", "user", "nat"), ("-netdev", "bridge,id=b,br=br0", "interfaces"),
      ("-netdev", "tap,id=t", "interfaces"), ("-netdev", "socket,id=s,listen=:1", "interfaces"),
      ("-drive", "file=nbd://nas/disk,if=virtio", "disks.<name>.path"),
      ("-blockdev", "driver=iscsi,node-name=x,portal=nas", "disks.<name>.path"),
      ("-cdrom", "https://example.org/a.iso", "disks.<name>.path"),
      ("-device", "vfio-pci,host=01:00.0", "pci"), ("-device", "usb-host,vendorid=1", "usb"),
      ("-device", "driver=vfio-pci,host=01:00.0", "pci"),
      ("-device", "vhost-vsock-pci,guest-cid=5", "ready"),
      ("-device", "virtio-gpu-gl-pci", "virtio-gpu-pci"), ("-tpmdev", "passthrough,id=t", "tpm"),
      ("-device", "virtio-balloon", "remove it"),
      ("-object", "input-linux,id=k,evdev=/dev/input/event1", "usb"),
      ("-audiodev", "pa,id=a", "pci or usb"), ("-sandbox", "off", "-sandbox"),
      ("-m", "4g", "memory"), ("-smp", "4", "cpus"),
      ("", "-daemonize", "-daemonize"), ("", "-s", "-gdb"), ("", "-vnc :1", "\"-vnc\" \":1\""),
      ("-enable-kvm", "-runas", "-runas"),
    ])
  func forbidden(option: String, value: String, cure: String) throws {
    let rule = try #require(ForbiddenArgument(value, after: option), "\(option) \(value)")
    #expect(rule.cure?.contains(cure) == true, "\(rule)")
  }

  @Test(
    "what works is not warned about",
    arguments: [
      ("-vnc", "unix:/run/guests/a/x.sock"), ("-vnc", "none"), ("-display", "none"),
      ("-display", "egl-headless"), ("-spice", "unix=on,addr=/run/guests/a/spice.sock"),
      ("-monitor", "unix:/run/guests/a/m.sock,server=on,wait=off"), ("-serial", "stdio"),
      ("-serial", "null"), ("-chardev", "socket,id=c,path=/run/guests/a/c.sock,server=on"),
      ("-chardev", "file,id=f,path=/var/lib/guests/a/log"), ("-netdev", "tap,id=t,ifname=tap9"),
      ("-netdev", "stream,id=s,addr.type=unix,addr.path=/run/x"), ("-nic", "none"),
      ("-drive", "file=/srv/a.raw,if=virtio"), ("-device", "virtio-gpu-pci"),
      ("-device", "virtio-net-pci,netdev=vfio-pci"), ("-audiodev", "none,id=a"), ("-cpu", "EPYC"),
      ("-name", "tcp:x"), ("", "tcp::1"), ("", "-snapshot"), ("-append", "console=ttyS0 quiet"),
      ("-vnc", "-S"),
    ])
  func allowed(option: String, value: String) {
    #expect(ForbiddenArgument(value, after: option) == nil)
  }
}
