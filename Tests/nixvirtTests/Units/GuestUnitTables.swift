extension DirectiveTable {
  /// What no service of nixvirt may do: systemd.exec(5).
  static let hardening = DirectiveTable(
    """
    serviceConfig.CapabilityBoundingSet = ""  # no capability, not even for a program that becomes root
    serviceConfig.DevicePolicy = "closed"  # no device but those in DeviceAllow=
    serviceConfig.IPAddressDeny = "any"  # guests use taps; the process itself needs no network
    serviceConfig.KeyringMode = "private"  # no key of another service
    serviceConfig.LockPersonality = true  # no execution domain with weaker protection
    serviceConfig.MemoryDenyWriteExecute = true  # no code made at run time: KVM needs none
    serviceConfig.NoNewPrivileges = true  # no setuid program gives more rights
    serviceConfig.PrivateTmp = true  # no files of others in /tmp
    serviceConfig.ProcSubset = "pid"  # of /proc, only processes
    serviceConfig.ProtectClock = true  # the host's clock stays as it is
    serviceConfig.ProtectControlGroups = true  # so do the limits of other units
    serviceConfig.ProtectHome = true  # no home directories
    serviceConfig.ProtectHostname = true  # the host keeps its name
    serviceConfig.ProtectKernelLogs = true  # the kernel's log shows addresses
    serviceConfig.ProtectKernelModules = true  # no kernel module is loaded
    serviceConfig.ProtectKernelTunables = true  # settings of the kernel stay as they are
    serviceConfig.ProtectProc = "invisible"  # no processes of other users
    serviceConfig.ProtectSystem = "strict"  # the host's files are read-only
    serviceConfig.RemoveIPC = true  # no shared memory is left
    serviceConfig.RestrictNamespaces = true  # most escapes begin in a user namespace
    serviceConfig.RestrictRealtime = true  # no CPU for itself alone
    serviceConfig.RestrictSUIDSGID = true  # no setuid file is left
    serviceConfig.SystemCallArchitectures = "native"  # filters know only this architecture
    serviceConfig.SystemCallErrorNumber = "EPERM"  # libnuma tries set_mempolicy, and goes on without it
    serviceConfig.SystemCallFilter = ["@system-service","~@privileged @resources","seccomp"]  # what services need, and QEMU's own filter
    serviceConfig.UMask = "0077"  # nobody else reads its files
    """)

  /// A unit whose text does not change with the host's packages: an update restarts no guest.
  private static let stable = DirectiveTable(
    """
    enableDefaultPath = false  # PATH would name packages
    environment.LOCALE_ARCHIVE = null  # so would this
    environment.PATH = null  # the scripts of the guest set it
    environment.TZDIR = null  # names a package, too
    """)

  /// A service that runs as the guest's user.
  private static let ofUser = DirectiveTable(
    """
    serviceConfig.User = "guest-NAME"  # guests cannot reach each other's files
    serviceConfig.Group = "guest-NAME"  # the same for groups
    serviceConfig.StateDirectory = "guests/NAME"  # systemd makes the guest's directory
    serviceConfig.StateDirectoryMode = "0700"  # only the guest's user reads its disks
    serviceConfig.SupplementaryGroups = ["kvm"]  # owns /dev/kvm
    serviceConfig.WorkingDirectory = "/var/lib/guests/NAME"  # programs name files without a directory
    """, with: hardening, stable)

  /// A guest with nothing special: `install = "none"`.
  static let guest = DirectiveTable(
    """
    description = "Guest NAME"  # systemctl and the journal show it
    after = ["network.target","qemu-guest-NAME-network.service","qemu-guest-NAME-monitor.socket"]  # the taps are there
    requires = ["qemu-guest-NAME-network.service","qemu-guest-NAME-monitor.socket"]  # no guest without its network
    wants = ["qemu-guest-NAME-monitor.service"]  # a guest runs without its console's log
    wantedBy = ["multi-user.target"]  # autostart
    restartIfChanged = true  # restartOn = "description"
    startLimitIntervalSec = 3600  # a guest that crashes again and again
    startLimitBurst = 60  # does not fill the journal for ever
    serviceConfig.DeviceAllow = ["/dev/kvm rw","/dev/net/tun rw","/dev/vhost-net rw"]  # acceleration and taps
    serviceConfig.ExecStart = "/etc/nixvirt/guests/NAME/start"  # a name that no update changes
    serviceConfig.ExecStartPre = ["+/etc/nixvirt/guests/NAME/check /var/lib/guests 3 NAME NAME","/etc/nixvirt/guests/NAME/prepare"]  # only the check runs as root
    serviceConfig.ExecStop = "/etc/nixvirt/guests/NAME/stop /run/guests/NAME/qmp.sock $MAINPID"  # the power button, then waiting
    serviceConfig.ExecStopPost = ["+/etc/nixvirt/guests/NAME/release NAME"]  # the place of a start is free for others
    serviceConfig.KillMode = "mixed"  # systemd ends QEMU itself after the time limit, not before
    serviceConfig.Restart = "on-failure"  # a guest that powers off stays off
    serviceConfig.RestartSec = 5  # time for what made it fail
    serviceConfig.RestrictAddressFamilies = ["AF_UNIX"]  # sockets of helpers
    serviceConfig.RuntimeDirectory = "guests/NAME"  # its sockets
    serviceConfig.RuntimeDirectoryMode = "0700"  # whoever opens the QMP socket owns the guest
    serviceConfig.TimeoutStopSec = 90  # shutdownTimeout
    serviceConfig.Type = "exec"  # started when QEMU's program runs
    unitConfig.ConditionFileNotEmpty = "!/var/lib/nixvirt/held/NAME"  # a guest that moves runs on one host only
    unitConfig.RequiresMountsFor = ["/var/lib/guests/NAME"]  # no empty directory in place of the disks
    unitConfig.X-Definition = "HASH"  # a change of the description restarts the guest
    """, with: ofUser)

  /// A guest with a root disk that an installation makes.
  static let installed = DirectiveTable(
    """
    wants = ["qemu-guest-NAME-install.service","qemu-guest-NAME-monitor.service"]  # the first start installs
    unitConfig.ConditionPathExists = "/var/lib/guests/NAME/root.qcow2"  # and starts the guest when the disk is complete
    """, with: guest)

  /// A guest with every device and limit.
  static let fullGuest = DirectiveTable(
    """
    after = ["network.target","qemu-guest-NAME-network.service","qemu-guest-NAME-monitor.socket","qemu-guest-NAME-share-data.socket","qemu-guest-NAME-share-music.socket","qemu-guest-NAME-tpm.socket","qemu-guest-plain.service","local-fs.target"]  # sockets of helpers, after, requires
    requires = ["qemu-guest-NAME-network.service","local-fs.target","qemu-guest-NAME-monitor.socket","qemu-guest-NAME-share-data.socket","qemu-guest-NAME-share-music.socket","qemu-guest-NAME-tpm.socket"]  # not those in after: they may fail
    serviceConfig.AllowedCPUs = "0-3,7"  # cpuPinning
    serviceConfig.CPUQuota = "150%"  # cpuQuota
    serviceConfig.CPUWeight = 200  # cpuWeight
    serviceConfig.MemoryMax = "3221225472"  # memoryMax in bytes
    serviceConfig.OOMScoreAdjust = -500  # oomScoreAdjust
    serviceConfig.LimitMEMLOCK = "infinity"  # PCI devices and lockMemory
    serviceConfig.DeviceAllow = ["/dev/kvm rw","/dev/net/tun rw","/dev/vhost-net rw","/dev/disk/by-id/usb-Media_1 r","char-vfio rw","char-usb_device rw","/dev/vhost-vsock rw"]  # a read-only disk stays one
    serviceConfig.SupplementaryGroups = ["kvm","disk"]  # owns block devices
    serviceConfig.ExecStartPre = ["+/etc/nixvirt/guests/NAME/check /var/lib/guests 3 NAME NAME","+/etc/nixvirt/guests/NAME/bind","/etc/nixvirt/guests/NAME/prepare"]  # drivers change as root
    serviceConfig.ExecStopPost = ["+/etc/nixvirt/guests/NAME/unbind","+/etc/nixvirt/guests/NAME/release NAME"]  # the host gets its devices back
    serviceConfig.IPAddressAllow = "localhost"  # vncDisplay = ":1" listens there
    serviceConfig.RestrictAddressFamilies = ["AF_UNIX","AF_INET","AF_INET6","AF_NETLINK","AF_VSOCK"]  # VNC, USB events, ready
    serviceConfig.ReadWritePaths = ["\\"/srv/images/100%% old.raw\\""]  # specifiers and blanks of a path
    serviceConfig.NotifyAccess = "all"  # the helper of ready notifies
    serviceConfig.Type = "notify"  # ready
    serviceConfig.TimeoutStartSec = "10min"  # for a system that never gets ready
    serviceConfig.TimeoutStopSec = 30  # shutdownTimeout
    unitConfig.RequiresMountsFor = ["/var/lib/guests/NAME","\\"/srv/images/100%% old.raw\\"","\\"/srv/my data\\"","/home/me/Music"]  # disks and shares
    """, with: installed)

  /// A guest that boots from the host's store, with a secret.
  static let storeGuest = DirectiveTable(
    """
    restartIfChanged = false  # restartOn = "never"
    serviceConfig.DeviceAllow = ["/dev/kvm rw","/dev/net/tun rw","/dev/vhost-net rw","/dev/vhost-vsock rw"]  # vsock
    serviceConfig.LoadCredential = ["token:/var/lib/secrets/to,ken%%1"]  # systemd reads the secret, the guest's user cannot
    serviceConfig.SetCredential = ["token:nixvirt-missing"]  # a file that is missing is reported, with its name
    serviceConfig.TimeoutStartSec = "15min"  # packing a big store
    """, with: guest)

  /// An installation that nobody watches.
  static let installation = DirectiveTable(
    """
    description = "Installation of guest NAME"  # the journal shows it
    after = []  # requires
    requires = []  # the guest has none
    onSuccess = ["qemu-guest-NAME.service"]  # starts the guest
    restartIfChanged = false  # a rebuild does not interrupt it
    serviceConfig.DeviceAllow = ["/dev/kvm rw"]  # acceleration
    serviceConfig.ExecStart = "/etc/nixvirt/guests/NAME/install"  # a name that no update changes
    serviceConfig.ExecStartPre = ["+/etc/nixvirt/guests/NAME/check /var/lib/guests 3 NAME NAME-install","/etc/nixvirt/guests/NAME/prepare"]  # only the check runs as root
    serviceConfig.ExecStopPost = "+/etc/nixvirt/guests/NAME/release NAME-install"  # its place is free for others
    serviceConfig.NotifyAccess = "all"  # the program below the shell reports progress
    serviceConfig.PrivateNetwork = true  # installs from the host's store: no network
    serviceConfig.RestrictAddressFamilies = "AF_UNIX"  # the log's socket
    serviceConfig.Type = "exec"  # a rebuild does not wait for it
    unitConfig.ConditionFileNotEmpty = "!/var/lib/nixvirt/held/NAME"  # held guests are not installed again
    unitConfig.ConditionPathExists = "!/var/lib/guests/NAME/root.qcow2"  # an installed disk is never overwritten
    unitConfig.RequiresMountsFor = ["/var/lib/guests/NAME"]  # no second disk below an empty mount point
    """, with: ofUser)

  /// The same, of the guest with everything.
  static let fullInstallation = DirectiveTable(
    """
    after = ["local-fs.target"]  # requires
    requires = ["local-fs.target"]  # requires
    unitConfig.RequiresMountsFor = ["/var/lib/guests/NAME","\\"/srv/images/100%% old.raw\\"","\\"/srv/my data\\"","/home/me/Music","/srv/debian.qcow2"]  # and the image
    """, with: installation)

  /// An installation by a person, at the guest's screen: the guest itself with an installer.
  static let installationByPerson = DirectiveTable(
    """
    after = ["network.target","qemu-guest-NAME-network.service","qemu-guest-NAME-monitor.socket"]  # an installer has the guest's network
    requires = ["qemu-guest-NAME-network.service","qemu-guest-NAME-monitor.socket"]  # the same
    wants = ["qemu-guest-NAME-monitor.service"]  # not itself
    startLimitIntervalSec = 3600  # as the guest
    startLimitBurst = 60  # as the guest
    serviceConfig.DeviceAllow = ["/dev/kvm rw","/dev/net/tun rw","/dev/vhost-net rw"]  # as the guest
    serviceConfig.ExecStopPost = ["+/etc/nixvirt/guests/NAME/release NAME-install"]  # its place is free for others
    serviceConfig.KillMode = "control-group"  # an interrupted installation starts again
    serviceConfig.Restart = "no"  # a person decides
    serviceConfig.RestartSec = 5  # as the guest
    serviceConfig.RestrictAddressFamilies = ["AF_UNIX"]  # as the guest
    serviceConfig.RuntimeDirectory = "guests/NAME"  # as the guest
    serviceConfig.RuntimeDirectoryMode = "0700"  # as the guest
    serviceConfig.TimeoutStopSec = 90  # as the guest
    unitConfig.RequiresMountsFor = ["/var/lib/guests/NAME","/srv/installer.iso"]  # and the installer
    """, with: installation
  ).without("serviceConfig.PrivateNetwork")

  /// Every program beside QEMU.
  private static let helper = DirectiveTable(
    """
    restartIfChanged = false  # a restart disconnects the guest
    serviceConfig.LimitNOFILE = 524288  # a file that the guest has open is one here
    serviceConfig.PrivateNetwork = true  # its socket comes from systemd
    serviceConfig.RestrictAddressFamilies = "AF_UNIX"  # the same
    serviceConfig.Type = "exec"  # started when its program runs
    """, with: ofUser)
  static let monitor = DirectiveTable(
    """
    description = "monitor of guest NAME"  # the journal shows it
    serviceConfig.ExecStart = "/etc/nixvirt/guests/NAME/monitor"  # a name that no update changes
    serviceConfig.NotifyAccess = "main"  # its status is the guest's
    """, with: helper)
  static let tpm = DirectiveTable(
    """
    description = "tpm of guest NAME"  # the journal shows it
    serviceConfig.ExecStart = "/etc/nixvirt/guests/NAME/tpm"  # a name that no update changes
    """, with: helper)
  static let share = DirectiveTable(
    """
    description = "share-data of guest NAME"  # the journal shows it
    serviceConfig.ExecStart = "/etc/nixvirt/guests/NAME/share-data"  # a name that no update changes
    serviceConfig.ReadWritePaths = ["\\"/srv/my data\\""]  # the guest writes there, and nowhere else
    """, with: helper)
  static let readOnlyShareOfHome = DirectiveTable(
    """
    description = "share-music of guest NAME"  # the journal shows it
    serviceConfig.ExecStart = "/etc/nixvirt/guests/NAME/share-music"  # a name that no update changes
    serviceConfig.ProtectHome = false  # the directory is below /home; no ReadWritePaths: readOnly
    """, with: helper)

  /// The socket of a helper.
  static let helperSocket = DirectiveTable(
    """
    listenStreams = ["/run/guests/NAME.tpm.sock"]  # outside the guest's directory, which a stop removes
    socketConfig.SocketMode = "0600"  # nobody but the guest reaches its helpers
    socketConfig.SocketUser = "guest-NAME"  # the same
    """)
  /// The socket of the monitor.
  static let monitorSocket = DirectiveTable(
    """
    listenStreams = ["/run/guests/NAME.monitor.sock"]  # as for helpers
    socketConfig.SocketMode = "0600"  # a guest cannot operate itself
    socketConfig.SocketUser = "root"  # the operator
    """)

  static let backup = DirectiveTable(
    """
    description = "Backup of guest NAME"  # the journal shows it
    restartIfChanged = false  # a rebuild does not interrupt it
    startAt = "Sun 03:00"  # schedule
    serviceConfig.CapabilityBoundingSet = ["CAP_DAC_OVERRIDE","CAP_KILL","CAP_SETGID","CAP_SETPCAP","CAP_SETUID"]  # root's files, and running QEMU's tools as the guest's user
    serviceConfig.ExecStart = "/etc/nixvirt/guests/NAME/backup"  # a name that no update changes
    serviceConfig.ExecStopPost = "/etc/nixvirt/guests/NAME/backup --end"  # a killed backup leaves nothing in QEMU
    serviceConfig.IOSchedulingClass = "idle"  # guests come first
    serviceConfig.Nice = 10  # the same for CPUs
    serviceConfig.PrivateNetwork = true  # a directory of the host
    serviceConfig.ReadWritePaths = ["-/srv/backups","/var/lib/guests/NAME"]  # the program reports a missing directory better
    serviceConfig.RestrictAddressFamilies = "AF_UNIX"  # QMP
    serviceConfig.SystemCallFilter = ["@system-service"]  # setuid(2) is privileged
    serviceConfig.Type = "oneshot"  # the unit ends with the backup
    unitConfig.RequiresMountsFor = ["/srv/backups","/var/lib/guests/NAME"]  # no backup below an empty mount point
    """, with: hardening, stable)
  static let backupTimer = DirectiveTable(
    """
    timerConfig.Persistent = true  # a backup that was due while the host was off
    """)

  static let checkSpace = DirectiveTable(
    """
    description = "Check that the guests' disks have room to grow"  # the journal shows it
    startAt = "hourly"  # warns before disks are full
    serviceConfig.ExecStart = "/nix/store/00000000000000000000000000000000-nixvirt-guest/bin/nixvirt-guest check-space"  # the operator's program
    serviceConfig.Type = "oneshot"  # ends
    """)
  static let restartPending = DirectiveTable(
    """
    description = "Restart guests that need it"  # the journal shows it
    startAt = "Sun 03:00"  # host.restartPending
    restartIfChanged = false  # a rebuild does not run it
    serviceConfig.ExecStart = "/nix/store/00000000000000000000000000000000-nixvirt-guest/bin/nixvirt-guest restart --pending"  # the operator's program
    serviceConfig.Type = "oneshot"  # ends
    """)
}
