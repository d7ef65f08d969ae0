for serial; do
  found=
  for file in /sys/bus/usb/devices/*/serial; do
    if [ -e "$file" ] && [ "$(tr -d '\0' <"$file")" = "$serial" ]; then
      found=$(basename "$(dirname "$file")")
      break
    fi
  done
  case $found in
    *[!0-9.-]* | '')
      echo "there is no USB device with the serial number $serial: the guest starts without it" >&2
      ;;
    *) printf '%s\n' -device "usb-host,bus=usb.0,hostbus=${found%%-*},hostport=${found#*-}" ;;
  esac
done
