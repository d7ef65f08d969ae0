
# shellcheck disable=SC2154 # This follows check-guest.sh.
# A guest that had another name does not start with blank disks while its files are under that name.
former=/etc/nixvirt/guests/$name/formerly
if [ -e "$former" ] && [ -d "$directory/$(<"$former")" ] &&
  ! compgen -G "$directory/$name/.*.known" >/dev/null; then
  mkdir -p /var/lib/nixvirt/held
  echo "waits for its files: they are in $directory/$(<"$former")" | tee "/var/lib/nixvirt/held/$name" >&2
  echo "Move them, as nixvirt plan shows, and run: nixvirt-guest release $name" >&2
  exit 1
fi
