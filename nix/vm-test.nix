# A host with two guests in a virtual machine: one boots from the host's store, one is installed. The host
# reaches them over SSH, reboots, is updated and rolled back. Needs KVM; the guests are emulated in it.
{ hostPkgs, ... }:
let
  # A key that everybody knows; the description has its public half.
  keys = import (hostPkgs.path + "/nixos/tests/ssh-keys.nix") hostPkgs;
in
{
  name = "nixvirt";

  nodes.host =
    { pkgs, ... }:
    {
      imports = [ ../Tests/GoldenFiles/modules/vm-test/virtual.nix ];
      virtualisation = {
        memorySize = 6144;
        cores = 4;
        diskSize = 20480;
      };
      environment.systemPackages = [ pkgs.openssh ];
      specialisation.updated.configuration.nixpkgs.overlays = [ (_: _: { guestVersion = "two"; }) ];
    };
  # The update is an overlay.
  node.pkgsReadOnly = false;

  testScript = ''
    guests = {"stored": "10.77.0.10", "installed": "10.77.0.11"}
    options = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=5 -i /root/key"


    def ssh(name, command):
        return host.succeed(f"ssh {options} root@{guests[name]} {command}").strip()


    def wait_for(name):
        host.wait_until_succeeds(f"ssh {options} root@{guests[name]} true", timeout=3600)


    host.wait_for_unit("multi-user.target")
    host.copy_from_host("${keys.snakeOilEd25519PrivateKey}", "/root/key")
    host.succeed("chmod 600 /root/key")
    for name in guests:
        wait_for(name)
        assert ssh(name, "hostname") == name
        ssh(name, "'echo kept >/root/data'")
    assert ssh("stored", "cat /etc/version") == "one"

    with subtest("the host reboots"):
        host.shutdown()
        host.start()
        for name in guests:
            wait_for(name)
            assert ssh(name, "cat /root/data") == "kept"

    with subtest("an update of the host updates the guest that boots from its store"):
        host.succeed("/run/current-system/specialisation/updated/bin/switch-to-configuration test")
        wait_for("stored")
        assert ssh("stored", "cat /etc/version") == "two"
        assert ssh("stored", "cat /root/data") == "kept"

    with subtest("a rollback of the host takes it back"):
        host.succeed("/run/booted-system/bin/switch-to-configuration test")
        wait_for("stored")
        assert ssh("stored", "cat /etc/version") == "one"
        assert ssh("stored", "cat /root/data") == "kept"
  '';
}
