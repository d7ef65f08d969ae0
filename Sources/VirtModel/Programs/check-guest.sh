directory=$1
turns=$2
name=$3
link=$4
umask 022
mkdir -p /run/nixvirt/turns /var/lib/nixvirt "$directory" /nix/var/nix/gcroots/nixvirt
for ((n = 1; n <= turns; n++)); do
  touch "/run/nixvirt/turns/start-$n" "/run/nixvirt/turns/install-$n"
done
exec {lock}</run/nixvirt
flock "$lock"

# The marker identifies the file system of the guests' disks; without a mount it is missing.
marker=$directory/.nixvirt
known=/var/lib/nixvirt/state-dir${directory//\//-}
if [ ! -e "$known" ]; then
  [ -e "$marker" ] || uuidgen >"$marker"
  cp "$marker" "$known"
elif ! cmp --quiet "$marker" "$known"; then
  echo "$directory is not the file system that the guests' disks were on: $marker is missing or" \
    "different. Mount it, or remove $known to install all guests again here." >&2
  exit 1
fi

ln -sfn "$(realpath "/etc/nixvirt/guests/$name")" "/nix/var/nix/gcroots/nixvirt/$link"
exec {lock}<&-

# A backup of a guest that is off ends when it sees that the guest starts.
if [ -d "$directory/$name" ] && ! flock --wait 30 "$directory/$name" true; then
  echo "The disks of $name are in use: wait until its backup, snapshot or restore is done, then start it again." >&2
  exit 1
fi
