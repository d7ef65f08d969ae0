{
  host = {
    nic = "eno1";
    sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV me@laptop" ];
  };
  guests.db = {
    diskSize = "8g";
    secrets = {
      s1 = "/var/lib/secrets/1";
      s2 = "/var/lib/secrets/2";
      s3 = "/var/lib/secrets/3";
      s4 = "/var/lib/secrets/4";
      s5 = "/var/lib/secrets/5";
      s6 = "/var/lib/secrets/6";
      s7 = "/var/lib/secrets/7";
      s8 = "/var/lib/secrets/8";
      s9 = "/var/lib/secrets/9";
    };
  };
}
