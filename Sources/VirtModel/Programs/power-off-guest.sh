qmp() {
  printf '{"execute":"%s"}\n' qmp_capabilities "$@" |
    socat -t 1 - "UNIX-CONNECT:$socket" || true
}
socket=$1
pid=${2:-}
paused=0
while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do
  case $(qmp query-status) in
    *'"running": true'*)
      # Repeatedly: a guest that is still booting ignores the request.
      qmp system_powerdown >/dev/null
      ;;
    *'"running": false'*)
      # A paused guest cannot react. If it cannot continue, it cannot power off.
      paused=$((paused + 1))
      if [ "$paused" -gt 2 ]; then
        echo "The guest is paused and cannot continue: stopping it without powering off." >&2
        qmp quit >/dev/null
      else
        qmp cont system_powerdown >/dev/null
      fi
      ;;
  esac
  timeout 5 tail -f -s 0.1 --pid="$pid" /dev/null || true
done
