# The arguments are the keys in the description. cloud-init only adds keys, on the first start.
known=/var/lib/nixvirt-keys
users=/var/lib/nixvirt-keys.users # files of users that the keys have been in
root=/root/.ssh/authorized_keys
umask 077
: >$known.new
[ $# = 0 ] || printf '%s\n' "$@" >$known.new
if [ -e $known ] && [ "$(cat $known)" != "$(cat $known.new)" ]; then
  mkdir -p /root/.ssh
  [ -e $root ] || : >$root
  for file in $root /home/*/.ssh/authorized_keys; do
    if [ ! -f "$file" ] || [ -L "$file" ] || [ -L "${file%/*}" ]; then
      continue
    fi
    awk -v known=$known '
      BEGIN { while ((getline line <known) > 0) if (split(line, word, " ") > 1) blob[word[2]] }
      { for (i = 1; i <= NF; i++) if ($i in blob) next; print }
    ' "$file" >$known.file
    if [ "$(cat "$file")" != "$(cat $known.file)" ] && ! grep -qsxF -- "$file" $users; then
      printf '%s\n' "$file" >>$users
    fi
    if [ "$file" = $root ] || grep -qsxF -- "$file" $users; then
      cat $known.file $known.new >"$file"
    fi
    rm $known.file
  done
fi
mv $known.new $known
