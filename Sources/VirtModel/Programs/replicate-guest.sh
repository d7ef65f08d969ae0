# The new files have their names only when all of them are there: an interruption leaves the replica before.
nixvirt-guest backup "$1"
rsync --archive --protect-args --delay-updates --delete-after \
  --rsh="ssh -i $4 -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=30" \
  "$2/$1/" "root@$3:$2/$1/"
