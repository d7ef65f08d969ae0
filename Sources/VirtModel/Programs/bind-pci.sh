name=$1
user=$2
shift 2
devices=/sys/bus/pci/devices

fail() {
  echo "$1" >&2
  exit 1
}

driver() {
  local link
  if link=$(readlink "$devices/$1/driver"); then
    echo "${link##*/}"
  fi
}

# Check everything before the host loses a device.
for address; do
  [ -e "$devices/$address" ] || fail "there is no PCI function $address: \`lspci -D\` lists them"
  [ -e "$devices/$address/iommu_group" ] ||
    fail "$address is in no IOMMU group: turn on VT-d or AMD-Vi in the firmware of this host"
  for other in "$devices/$address"/iommu_group/devices/*; do
    other=${other##*/}
    case " $* " in
      *" $other "*) continue ;;
    esac
    case $(driver "$other") in
      '' | vfio-pci | pci-stub | pcieport) ;;
      *) fail "$other is in the IOMMU group of $address, but the host uses it ($(driver "$other")):" \
        "a guest must get the whole group" ;;
    esac
  done
  for disk in /sys/block/*; do
    # The disk of an NVMe controller is not under it, but next to all controllers of the disk.
    case $(readlink -f "$disk" "$disk/device"/nvme*) in
      *"/$address/"*) ;;
      *) continue ;;
    esac
    used=$(lsblk --noheadings --output MOUNTPOINTS "/dev/${disk##*/}" | tr -s '[:space:]' ' ')
    [ -z "${used// /}" ] || fail "$address holds ${disk##*/}, which the host uses:$used"
  done
done

mkdir -p "/run/nixvirt/pci/$name"
for address; do
  if [ "$(driver "$address")" != vfio-pci ]; then
    driver "$address" >"/run/nixvirt/pci/$name/$address"
    echo vfio-pci >"$devices/$address/driver_override"
    if [ -e "$devices/$address/driver" ]; then
      echo "$address" >"$devices/$address/driver/unbind"
    fi
    echo "$address" >/sys/bus/pci/drivers_probe
    [ "$(driver "$address")" = vfio-pci ] || fail "vfio-pci does not accept $address: see \`dmesg\`"
  fi
  group=$(readlink "$devices/$address/iommu_group")
  # Wait for udev, so that it does not change the owner of the node again.
  udevadm settle --timeout=10
  chown "$user" "/dev/vfio/${group##*/}"
done
