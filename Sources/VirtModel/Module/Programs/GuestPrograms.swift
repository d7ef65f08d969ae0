import NixAST

extension Host {
  /// The programs that the guests' services run. They take what a user wrote as arguments only.
  @BindingBuilder func guestPrograms(_ features: Features) -> [Binding] {
    let qemu = Nix.pkgs["qemu_kvm"]
    let coreutils = Nix.pkgs["coreutils"]
    if !features.installs.isEmpty {
      program(
        "makeRoot", "make-root", [Nix.pkgs["util-linux"]], makeRootScript,
        """
        make-root COMMAND...: root.qcow2 is there, or COMMAND makes it as root.qcow2.new. It gets its
        name when it is finished.
        """)
    }
    if features.installs.contains(.nixos) {
      program(
        "installNixOS", "install-nixos", [qemu, Nix.pkgs["util-linux"]], installScript,
        """
        install-nixos SIZE COMMAND...: COMMAND is a QEMU that boots the installer with root.qcow2.new
        and logs to install.log.
        """)
    }
    if features.installs.contains(.iso) {
      program(
        "bootInstaller", "boot-installer", [qemu], bootInstallerScript,
        "boot-installer SIZE COMMAND...: COMMAND is a QEMU with root.qcow2.new, until it powers off."
      )
    }
    if features.growsDisks {
      program(
        "growDisk", "grow-disk", [qemu], growScript,
        "grow-disk FILE FORMAT SIZE: a disk grows with its description.")
    }
    if features.makesDisks {
      program(
        "makeDisk", "make-disk", [qemu], makeDiskScript,
        "make-disk FILE FORMAT SIZE: makes a blank disk, or lets the one that is there grow.")
    }
    if features.firmware != .none {
      program(
        "makeVariables", "make-variables", [coreutils], makeVariablesScript,
        "make-variables TEMPLATE: the memory of the guest's firmware, unless it has one.")
    }
    if features.hasReady {
      program(
        "awaitReady", "await-ready", [Nix.pkgs["socat"], Nix.pkgs["systemd"]], readyScript,
        "await-ready PORT: tells systemd when the guest's systemd says that it is up.")
    }
    program(
      "powerOffGuest", "power-off-guest", [coreutils, Nix.pkgs["socat"]], powerOffScript,
      "power-off-guest SOCKET PID: returns when QEMU is gone; systemd limits the wait.")
  }

  private func program(
    _ variable: Attrpath, _ name: String, _ inputs: [Expr], _ script: Str, _ comment: String
  ) -> Binding {
    (variable => Nix.shellApplication(name, inputs: inputs, script)).commented(comment).spaced()
  }

  // MARK: - Disks

  private var makeRootScript: Str {
    """
    # One at a time: a second one waits, and finds the disk.
    exec {lock}<.
    flock "$lock"
    if [ -e root.qcow2 ]; then
      exit 0
    fi

    # What is here was interrupted.
    rm -f root.qcow2.new
    "$@"
    sync root.qcow2.new
    mv root.qcow2.new root.qcow2
    echo "$PWD/root.qcow2 is finished."

    """
  }

  private var installScript: Str {
    """
    fail() {
      echo "$1. The last lines of $PWD/install.log:"
      tail -n 20 install.log | tr -cd '\\n[:print:]'
      exit 1
    } >&2

    qemu-img create -q -f qcow2 root.qcow2.new "$1"
    shift

    echo "Installing. The console is written to $PWD/install.log."
    : >install.log
    nonce=$(uuidgen)
    status=0
    timeout --kill-after=10 1h "$@" -fw_cfg "name=opt/nixvirt/nonce,string=$nonce" |
      sed -un 's/\\r$//; s/^nixvirt: //p' || status=$?
    case $status in
      0) ;;
      124) fail "The installer was not done within an hour" ;;
      *) fail "QEMU ended with status $status" ;;
    esac
    grep -q "^INSTALL_SUCCESSFUL $nonce" install.log || fail "The installer gave up"

    """
  }

  private var bootInstallerScript: Str {
    """
    qemu-img create -q -f qcow2 root.qcow2.new "$1"
    shift
    echo "Waiting for the installer to power off or reboot."
    exec "$@"

    """
  }

  private var growScript: Str {
    """
    if ! qemu-img resize -q -f "$2" "$1" "$3"; then
      echo "$1 cannot become $3: a disk grows, but never shrinks" >&2
      exit 1
    fi

    """
  }

  private var makeDiskScript: Str {
    """
    if [ ! -e "$1" ]; then
      qemu-img create -q -f "$2" "$1.new" "$3"
      mv "$1.new" "$1"
    fi
    exec \(Nix.getExe("growDisk")) "$@"

    """
  }

  private var makeVariablesScript: Str {
    """
    if [ ! -e efivars.fd ]; then
      cp --no-preserve=mode "$1" efivars.fd.new
      mv efivars.fd.new efivars.fd
    fi

    """
  }

  // MARK: - A running guest

  private var readyScript: Str {
    """
    while read -r line; do
      if [ "$line" = READY=1 ]; then
        systemd-notify --ready
        kill "$!"
        exit
      fi
    done < <(exec socat -u "VSOCK-LISTEN:$1,fork" -)

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
