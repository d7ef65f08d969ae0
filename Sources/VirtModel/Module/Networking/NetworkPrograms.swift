import NixAST

/// Shell of the network's units. Names of interfaces are letters, digits, dots, hyphens and
/// underscores, so that they are words as they are.
enum NetworkPrograms {
  static let connectGuest: Str = """
    user=$1
    shift
    taps=" "
    while [ $# -gt 0 ]; do
      if [ ! -e "/sys/class/net/$1" ]; then
        ip tuntap add dev "$1" mode tap user "$user"
      fi
      # Its own address, the highest in the bridge, so that the bridge keeps the card's address.
      ip link set dev "$1" address "fe${2#??}" mtu "$4"
      ip link set dev "$1" addrgenmode none
      ip link set dev "$1" master "$3"
      ip link set dev "$1" type bridge_slave isolated "$5"
      ip link set dev "$1" up
      taps+="$1 "
      shift 5
    done

    # Delete the taps that it had before.
    id=$(id -u "$user")
    for owner in /sys/class/net/*/owner; do
      if [ -e "$owner" ] && [ "$(cat "$owner")" = "$id" ]; then
        tap=$(basename "$(dirname "$owner")")
        if [[ $taps != *" $tap "* ]]; then
          ip link delete dev "$tap"
        fi
      fi
    done

    """

  /// After a bridge was made: ports that are there join it.
  static var bridgeStarts: Str {
    """
    /run/current-system/systemd/bin/systemctl --no-block try-reload-or-restart \\
      \(Expr.variable("toString")(.variable("ports"))) 'qemu-guest-*-network.service' || true

    """
  }

  /// A card is a port of a bridge, which takes its MAC address.
  static var join: Str {
    let bridge = Expr.variable("bridge")
    let port = Expr.variable("port")
    return """
      ip link set dev \(bridge) address "$(cat /sys/class/net/\(port)/address)"
      ip link set dev \(port) master \(bridge)
      ip link set dev \(port) up

      """
  }

  /// The unit of an interface.
  static func device(_ interface: InterfaceName) -> String {
    let escaped = interface.description.split(
      separator: "-", omittingEmptySubsequences: false
    ).joined(separator: "\\x2d")
    return "sys-subsystem-net-devices-\(escaped).device"
  }
}
