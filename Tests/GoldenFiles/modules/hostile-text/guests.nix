{
  host.sshKeys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL5ZRD24GTrnDrln8mchStEhc4uVxRN1m0MNgWfx3gLV it's \"me\" \${x} ''\${y} %n $HOME `id` a,b \\ <>&|;" ];
  guests.alice = {
    diskSize = "1g";
    extraArgs = [ "a,b" "'" "\"" "\${builtins.abort 1}" "''" "%" "$(id)" "\\" "é" "--" "" ];
  };
}
