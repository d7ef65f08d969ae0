import NixAST

/// What an operator does with guests, as a command on the host's PATH.
enum GuestTool {
  static var binding: Binding {
    ("guestTool"
      => Nix.shellApplication(
        "nixvirt-guest", inputs: [Nix.pkgs["jq"], Nix.pkgs["socat"], Nix.pkgs["systemd"]], script))
      .commented("For the operator: nixvirt-guest list | console|poweroff|reset|start|vnc NAME.")
      .spaced()
  }

  private static var script: Str {
    """
    usage() {
      echo "usage: nixvirt-guest list | console|poweroff|reset|start|vnc NAME" >&2
      exit 2
    }
    if [ "$*" = list ]; then
      exec systemctl list-units --all --no-legend --plain '\(HostNames.unitPrefix)*.service'
    fi
    [ $# = 2 ] || usage
    unit=\(HostNames.unitPrefix)$2.service
    run=\(HostNames.runtimeDirectory)/$2

    needs_running() {
      if [ ! -S "$run/qmp.sock" ]; then
        echo "nixvirt-guest: $2 is not running, or you are not root: see 'nixvirt-guest list'" >&2
        exit 1
      fi
    }
    qmp() {
      printf '{"execute":"%s"}\\n' qmp_capabilities "$1" |
        socat -t 1 - "UNIX-CONNECT:$run/qmp.sock"
    }
    case $1 in
      console)
        needs_running "$@"
        echo "Leave with Ctrl-]." >&2
        exec socat -,raw,echo=0,escape=0x1d "UNIX-CONNECT:$run/console.sock"
        ;;
      poweroff) exec systemctl stop "$unit" ;;
      reset)
        needs_running "$@"
        qmp system_reset >/dev/null
        ;;
      start) exec systemctl start "$unit" ;;
      vnc)
        needs_running "$@"
        qmp query-vnc |
          jq -r '.return | select(.service) | [.host, .service] | map(select(. != "")) | join(":")'
        ;;
      *) usage ;;
    esac

    """
  }
}
