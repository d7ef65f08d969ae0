{ lib, pkgs, lib }: { }
