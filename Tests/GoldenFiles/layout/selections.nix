{
  # Behind a call on one line, what is selected starts where the binding does.
  matches = meta.platformMatch (systems.elaborate "x86_64-linux") (systems.elaborate "aarch64-linux")
  .parsed;
  short = meta.platformMatch (systems.elaborate "x86_64-linux") (systems.elaborate "riscv").parsed;
  fallback = config.networking.interfaces.bridge.addresses or (lib.singleton "a-long-default-value");
}
