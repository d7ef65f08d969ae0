import NixAST

extension Host {
  /// The programs that the guests' services run. They take what a user wrote as arguments only.
  func guestPrograms(_ features: Features) -> [Binding] {
    [
      ("installGuest"
        => Nix.shellApplication(
          "install-guest", inputs: [Nix.pkgs["qemu_kvm"], Nix.pkgs["util-linux"]], installScript))
        .commented(
          """
          install-guest SIZE COMMAND...: makes root.qcow2 in the working directory, unless it is there.
          COMMAND is a QEMU that boots the installer with root.qcow2.new and logs to install.log.
          """
        ).spaced(),
      ("powerOffGuest"
        => Nix.shellApplication(
          "power-off-guest", inputs: [Nix.pkgs["coreutils"], Nix.pkgs["socat"]], powerOffScript))
        .commented(
          "power-off-guest SOCKET PID: returns when QEMU is gone; systemd limits the wait."
        )
        .spaced(),
    ]
  }

  private var installScript: Str {
    """
    fail() {
      echo "$1. The last lines of $PWD/install.log:"
      tail -n 20 install.log | tr -cd '\\n[:print:]'
      exit 1
    } >&2

    exec {lock}<.
    flock "$lock"
    if [ -e root.qcow2 ]; then
      exit 0
    fi

    # A disk gets its name when it is finished: what is here was interrupted.
    rm -f root.qcow2.new install.log
    qemu-img create -q -f qcow2 root.qcow2.new "$1"
    shift

    echo "Installing. The console is written to $PWD/install.log."
    touch install.log
    nonce=$(uuidgen)
    status=0
    timeout --kill-after=10 1h "$@" -fw_cfg "name=opt/nixvirt/nonce,string=$nonce" |
      sed -un 's/\\r$//; s/^nixvirt: //p' || status=$?
    case $status in
      0) ;;
      124 | 137) fail "The installer was not done within an hour" ;;
      *) fail "QEMU failed with status $status" ;;
    esac
    grep -q "^INSTALL_SUCCESSFUL $nonce" install.log || fail "The installer gave up"

    sync root.qcow2.new
    mv root.qcow2.new root.qcow2
    echo "Installed."

    """
  }

  private var powerOffScript: Str {
    """
    while kill -0 "$2" 2>/dev/null; do
      # Asked again and again: a guest that is still booting does not listen.
      printf '{"execute":"%s"}\\n' qmp_capabilities system_powerdown |
        socat -t 1 - "UNIX-CONNECT:$1" >/dev/null || true
      timeout 5 tail -f -s 0.1 --pid="$2" /dev/null || true
    done

    """
  }
}
