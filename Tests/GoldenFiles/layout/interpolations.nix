{ lib, pkgs, ... }:
{
  # Alone on its line: laid out like parentheses, where the spaces before it leave room for it.
  alone = ''
    listen {
      ${lib.concatStringsSep "\n    " (lib.mapAttrsToList renderOption (lib.filterAttrs isSet options))}
        ${lib.concatStringsSep "\n    " (
          lib.mapAttrsToList renderOption (lib.filterAttrs isSet options)
        )}
      ${lib.optionalString (options.authentication != null) "authentication: ${options.authentication}"}
        ${lib.optionalString (
          options.authentication != null
        ) "authentication: ${options.authentication}"}
    }
  '';
  simple = ''
    ${if32 "machine.succeed('test-exec/${name}.sh 2>outfile32; then false; else [ $? -eq 127 ]; fi')"}
    ${if32 "machine.copy_from_host('${
      programs.${pkgs.stdenv.hostPlatform.system}
    }', 'a-name-that-is-long')"}
  '';

  # A string of nothing else: the brackets stay at the quotes.
  set = "${builtins.derivation {
    name = "test";
    system = "x86_64-linux";
  }}";
  call = "${pkgs.writeText "restart-triggers-of-a-long-name" (
    lib.pipe triggers [
      lib.flatten
      toString
    ]
  )}";
  short = "${pkgs.qemu}";

  # Spaces at the start of a quoted string move what is broken in it.
  moved = "  ${key}${
      if value == true then
        ""
      else if lib.isInt value then
        "  ${toString value}"
      else
        throw "cannot convert"
    }";
}
