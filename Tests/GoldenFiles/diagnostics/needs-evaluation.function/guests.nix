{ lib, ... }:
{
  guests = { };
}
