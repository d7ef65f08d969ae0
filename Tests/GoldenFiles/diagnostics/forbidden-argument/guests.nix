{
  host.nic = "eno1";
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAE2MFS2LXsHCkkLLqgldRVuyxWwKSwkFcf9zBwip+yG bob@desktop" ];
  guests.alice = {
    diskSize = "20g";
    extraArgs = [
      "-device" "vfio-pci,host=01:00.0"
      "-chardev" "socket,id=c,host=0.0.0.0,port=4444,server=on"
      "-spice" "port=5930"
      "-netdev" "user,id=u,hostfwd=tcp::2222-:22"
      "-sandbox" "off"
      "-daemonize"
      "-device" "usb-host,vendorid=1"
      "-device" "virtio-gpu-pci"
      "-vnc" "0.0.0.0:1"
      "-display" "vnc=:2"
      "-monitor" "tcp::4444,server=on"
      "-gdb" "tcp::1234"
      "-vnc :1"
      "-m" "4g"
    ];
  };
}
