kind=$1
seconds=$2
shift 2
until [ "$kind" = start ] && [ "$SECONDS" -ge 600 ]; do # Then start anyway.
  for turn in /run/nixvirt/turns/"$kind"-*; do
    exec {lock}<"$turn"
    if flock --nonblock "$lock"; then
      break 2
    fi
    exec {lock}<&-
  done
  sleep 1
done
if [ "$seconds" != 0 ]; then
  (sleep "$seconds" &)
  exec {lock}<&-
fi
exec "$@"
