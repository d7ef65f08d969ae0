image=$1
closure=$2
# What is here was interrupted.
rm -f store.new
if [ -e "$image" ]; then
  exit 0
fi
if ! {
  cat "$closure/store-paths"
  echo "$closure/registration"
} | tar --create --absolute-names --hard-dereference --no-recursion /nix/store --recursion \
  --verbatim-files-from --files-from - \
  --transform 'flags=rSh;s|^/nix/store$|.|;s|^/nix/store/||;s|^[^/]*-closure-info/registration$|registration|' |
  TMPDIR=$PWD mkfs.erofs --quiet --tar=f -zlz4 --force-uid=0 --force-gid=0 -T 1 \
    -U 00000000-0000-0000-0000-000000000000 store.new; then
  rm -f store.new
  echo "The image of the guest's store cannot be made in $PWD: is there room for it?" >&2
  exit 1
fi
sync store.new
mv store.new "$image"
echo "$PWD/$image is finished: $(du -m "$image" | cut -f 1) MiB."
