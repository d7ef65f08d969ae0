name=$1
keep=$2
shift 2
files=/etc/nixvirt/guests/$name
if [ -e .reverting ]; then
  echo "A revert was interrupted, and the guest's disks may be of different moments: run" \
    "\`nixvirt-guest snapshot $name revert\` again" >&2
  exit 1
fi
definition=$(cat "$files/definition")
now="$definition $(readlink "$files/qemu") $(readlink "$files/system" || true)"
if [ "$keep" = 0 ] || [ "$now" = "$(cat .started 2>/dev/null || true)" ]; then
  exit 0
fi

tag=before-restart-$(date -u +%Y%m%dT%H%M%SZ)@$definition
for file; do
  # A disk that the guest was never started with is new.
  [ -e ".$file.known" ] || continue
  image=driver=qcow2,file.driver=file,file.filename=$file
  if ! qemu-img snapshot -q -c "$tag" --image-opts "$image"; then
    echo "<3>No snapshot of $PWD/$file could be made before the guest starts with its new definition" >&2
    continue
  fi
  qemu-img info -f qcow2 --output=json "$file" |
    grep -o 'before-restart-[0-9TZ]*@[0-9a-f]*' | head -n "-$keep" |
    while read -r old; do
      qemu-img snapshot -q -d "$old" --image-opts "$image"
    done || true
done
echo "$now" >.started
