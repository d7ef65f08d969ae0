for file in "/run/nixvirt/pci/$1"/*; do
  [ -e "$file" ] || continue
  address=${file##*/}
  device=/sys/bus/pci/devices/$address
  echo >"$device/driver_override"
  if [ -e "$device/driver" ]; then
    echo "$address" >"$device/driver/unbind"
  fi
  # The host may not have a driver for it.
  echo "$address" >/sys/bus/pci/drivers_probe || true
  rm "$file"
done
