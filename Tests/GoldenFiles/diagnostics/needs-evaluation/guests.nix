{
  host = import ./host.nix;
  guests = builtins.listToAttrs [ ];
  networks = let x = 1; in { };
  defaults = { memory = "${toString 1}g"; inherit cpus; };
}
