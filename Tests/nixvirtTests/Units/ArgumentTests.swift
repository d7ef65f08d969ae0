import Foundation
import TestSupport
import Testing

/// What QEMU is started with, word by word, with the reason; and the scripts that run beside it. From the
/// module of ``UnitTests/description``.
@Suite("Arguments of QEMU", .enabled(if: nix != nil, "nix-instantiate is not installed"))
struct ArgumentTests {
  /// Those of every guest, and of installers.
  private static let machine = [
    "/nix/store/00000000000000000000000000000000-qemu/bin/qemu-system-x86_64": "the emulator",
    "-nodefaults": "no device that the description does not have",
    "-no-user-config": "no configuration of the host",
    "-machine pc-q35-7.2": "the same hardware in every version of QEMU",
    "-accel kvm": "host.accel", "-cpu host": "all that the processor has",
    "-display none": "no window",
    "-device virtio-rng-pci,bus=pcie.0,addr=0x3": "random numbers early in a boot",
    "-object iothread,id=disks": "disks do not wait for the processor",
    "-sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny":
      "what escapes from the guest starts no program",
    "-serial chardev:console": "the console", "-action panic=exit-failure": "a panic restarts it",
    "-device virtio-balloon-pci,free-page-reporting=on,bus=pcie.0,addr=0x4": "returns free memory",
    "-device pvpanic-pci,bus=pcie.0,addr=0x5": "tells QEMU of a panic",
    "-name NAME": "who it is", "-smp 1": "cpus",
    "-qmp unix:/run/guests/NAME/qmp.sock,server=on,wait=off": "the operator's commands",
    "-qmp unix:/run/guests/NAME/events.sock,server=on,wait=off": "the monitor's events",
    "-chardev socket,id=console,path=/run/guests/NAME/console.sock,server=on,wait=off":
      "the console's log",
    "-device virtio-blk-pci,drive=root,serial=root,iothread=disks,bus=pcie.0,addr=0x6":
      "the root disk, always at the same place",
    "-netdev tap,id=net-tap-NAME,ifname=tap-NAME,script=no,downscript=no,vhost=on":
      "a tap that exists already: no script runs",
  ]

  private static let root = [
    "-blockdev driver=file,node-name=root.file,filename=root.qcow2,discard=unmap": "its file",
    "-blockdev driver=qcow2,node-name=root,file=root.file,discard=unmap,detect-zeroes=unmap":
      "gives back what the guest deletes",
  ]

  private static let plain = [
    "-m 512m": "the default of memory",
    "-uuid 6c43eacd-b20e-8505-9d88-167743d88e09": "derived from the name: it never changes",
    "-device virtio-net-pci,netdev=net-tap-NAME,mac=52:54:00:e2:e0:49,bus=pcie.0,addr=0x10":
      "derived from the name",
  ]

  private static let full = [
    "-m 2g": "memory", "-uuid 2b047a4b-156c-85da-8db7-156a8c003170": "derived from the name",
    "-blockdev driver=host_device,node-name=media.file,filename=/dev/disk/by-id/usb-Media_1,discard=unmap,cache.direct=on,aio=native,read-only=on":
      "readOnly, for the file",
    "-blockdev driver=raw,node-name=media,file=media.file,discard=unmap,detect-zeroes=unmap,read-only=on":
      "and for the disk",
    "-device virtio-blk-pci,drive=media,serial=media,iothread=disks,bus=bridge7,addr=0x1b":
      "a place derived from the name",
    "-blockdev driver=file,node-name=old.file,filename=/srv/images/100% old.raw,discard=unmap":
      "a path with a blank is one word",
    "-blockdev driver=raw,node-name=old,file=old.file,discard=unmap,detect-zeroes=unmap":
      "an existing disk is raw",
    "-device virtio-blk-pci,drive=old,serial=old,iothread=disks,bus=bridge2,addr=0x18": "its place",
    "-blockdev driver=file,node-name=scratch.file,filename=scratch.qcow2,discard=unmap": "its file",
    "-blockdev driver=qcow2,node-name=scratch,file=scratch.file,discard=unmap,detect-zeroes=unmap":
      "its format",
    "-device virtio-blk-pci,drive=scratch,serial=scratch,iothread=disks,bus=bridge4,addr=0x4":
      "its place",
    "-device virtio-net-pci,netdev=net-tap-NAME,mac=52:54:00:fb:5a:19,bus=pcie.0,addr=0x10":
      "derived from the name",
    "-vnc localhost:1": "vncDisplay", "-device VGA,bus=pcie.0,addr=0x1": "a screen",
    "-device qemu-xhci,id=input,bus=pcie.0,addr=0x2": "for the tablet",
    "-device usb-tablet,bus=input.0": "a pointer that is where the viewer's is",
    "-blockdev driver=vvfat,node-name=cloud.init,label=CIDATA,read-only=on,dir=/nix/store/00000000000000000000000000000000-full-seed":
      "cloud-init's settings",
    "-device virtio-blk-pci,drive=cloud.init,bus=pcie.0,addr=0x7": "the same",
    "-device virtio-serial-pci,id=agent,max_ports=2,bus=pcie.0,addr=0xc": "guestAgent",
    "-chardev socket,id=agent,path=/run/guests/NAME/agent.sock,server=on,wait=off": "guestAgent",
    "-device virtserialport,bus=agent.0,chardev=agent,name=org.qemu.guest_agent.0": "guestAgent",
    "-object memory-backend-memfd,id=memory,size=2g,share=on,hugetlb=on,hugetlbsize=2m,prealloc=on":
      "hugepages, and shared with virtiofsd",
    "-machine memory-backend=memory": "the same", "-overcommit mem-lock=on": "lockMemory",
    "-chardev socket,id=share-data,path=/run/guests/NAME.share-data.sock": "a share",
    "-device vhost-user-fs-pci,chardev=share-data,tag=data,bus=bridge6,addr=0x5": "its tag",
    "-chardev socket,id=share-music,path=/run/guests/NAME.share-music.sock": "a share",
    "-device vhost-user-fs-pci,chardev=share-music,tag=music,bus=bridge5,addr=0x13": "its tag",
    #"-smbios type=11,value=io.systemd.credential:fstab.extra=music /mnt/music\040box virtiofs ro 0 0"#:
      "target, with a blank as fstab(5) has it, and readOnly",
    "-chardev socket,id=tpm,path=/run/guests/NAME.tpm.sock": "tpm",
    "-tpmdev emulator,id=tpm,chardev=tpm": "tpm", "-device tpm-crb,tpmdev=tpm": "tpm",
    "-device vhost-vsock-pci,guest-cid=92499260,bus=pcie.0,addr=0x8": "ready",
    "-smbios type=11,value=io.systemd.credential:vmm.notify_socket=vsock-stream:2:92499260":
      "ready",
    "-device vfio-pci,host=0000:01:00.0,bus=pcie.0,addr=0x18": "pci",
    "-device qemu-xhci,id=usb,bus=pcie.0,addr=0x9": "usb",
    "-device usb-host,bus=usb.0,vendorid=0x046d,productid=0x0825": "usb",
  ]

  private static let store = [
    "-m 512m": "the default of memory",
    "-uuid 90108d63-feed-8a4a-b439-df65101541b0": "derived from the name",
    "-blockdev driver=file,node-name=root.file,filename=root.store.qcow2,discard=unmap":
      "not the disk of an installation",
    "-blockdev driver=qcow2,node-name=root,file=root.file,discard=unmap,detect-zeroes=unmap":
      "gives back what the guest deletes",
    "-device virtio-net-pci,netdev=net-tap-NAME,mac=52:54:00:e7:1c:6f,bus=pcie.0,addr=0x10":
      "derived from the name",
    "-kernel /nix/store/00000000000000000000000000000000-nixos-system/kernel": "of its system",
    "-initrd /nix/store/00000000000000000000000000000000-nixos-system/initrd": "of its system",
    "-blockdev driver=file,node-name=nix.store.file,filename=store-00000000000000000000000000000000.erofs,read-only=on":
      "the guest cannot change its store",
    "-blockdev driver=raw,node-name=nix.store,file=nix.store.file,read-only=on": "the same",
    "-device virtio-blk-pci,drive=nix.store,serial=nix.store,iothread=disks,bus=pcie.0,addr=0xb":
      "the same",
    "-blockdev driver=vvfat,node-name=handover,label=HANDOVER,read-only=on,dir=/nix/store/00000000000000000000000000000000-store-handover":
      "SSH keys and addresses",
    "-device virtio-blk-pci,drive=handover,serial=handover,bus=pcie.0,addr=0x7": "the same",
    "-device vhost-vsock-pci,guest-cid=1888326747,bus=pcie.0,addr=0x8": "vsock",
  ]

  /// The bridges of devices that may come and go.
  private static let bridges = Dictionary(
    uniqueKeysWithValues: (0..<8).map { number in
      let several = number == 0 ? ",multifunction=on" : ""
      return (
        "-device pci-bridge,id=bridge\(number),chassis_nr=\(number + 1),shpc=off,bus=pcie.0,addr=0xa.\(number)\(several)",
        "devices move no others"
      )
    })

  @Test(
    "a guest's command has these words, and no others",
    arguments: [
      ("plain", [machine, root, plain]), ("full", [machine, root, full, bridges]),
      ("store", [machine, store]),
    ])
  func command(guest: String, tables: [[String: String]]) throws {
    let module = try GeneratedModule.evaluated(text: UnitTests.description)
    let script = try #require(module.script("qemu-guest-\(guest)"))
    let words = try GuestCommand.words(of: script)
    #expect(words.first?.hasSuffix("/in-turn") == true)
    #expect(Array(words[1..<3]) == ["start", "10"])
    let expected = Set(tables.flatMap(\.keys).map { $0.replacing("NAME", with: guest) })
    #expect(expected.count == tables.map(\.count).reduce(0, +))
    let present = Self.options(Array(words[3...]))
    #expect(Set(present).subtracting(expected) == [])
    #expect(expected.subtracting(present) == [])
    #expect(present.count == expected.count, "no option twice")
  }

  @Test("an installer has the guest's disk under another name, and ends with the installation")
  func installer() throws {
    let module = try GeneratedModule.evaluated(text: UnitTests.description)
    let script = try #require(module.script("qemu-guest-person-install"))
    let present = Self.options(try GuestCommand.words(of: script))
    for option in [
      "-blockdev driver=file,node-name=root.file,filename=root.qcow2.new,discard=unmap",
      "-cdrom /srv/installer.iso", "-boot d", "-no-reboot",
      "-vnc unix:/run/guests/person/vnc.sock",
    ] {
      #expect(present.contains(option), "\(option)")
    }
    #expect(!present.contains { $0.contains("filename=root.qcow2,") })
  }

  @Test("scripts beside QEMU")
  func scripts() throws {
    let module = try GeneratedModule.evaluated(text: UnitTests.description)
    func store(_ name: String) -> String { "/nix/store/00000000000000000000000000000000-\(name)" }
    func program(_ name: String) -> String { "'\(store(name))/bin/\(name)'" }
    for (name, expected) in [
      // A disk that cannot be made keeps the guest from starting.
      (
        "guest-full-prepare",
        "\(program("make-disk")) 'scratch.qcow2' 'qcow2' '5g'"
      ),
      (
        "guest-full-bind",
        "\(program("bind-pci")) 'full' 'guest-full' '0000:01:00.0' &&\n'\(store("systemd"))/bin/udevadm' 'trigger' '--settle' '--subsystem-match=usb'"
      ),
      ("guest-full-unbind", "\(program("release-pci")) 'full'"),
      // Only the directory, on the socket from systemd.
      (
        "guest-full-share-data",
        "exec \(program("virtiofsd")) '--fd=3' '--sandbox=none' '--shared-dir' '/srv/my data'"
      ),
      (
        "guest-full-tpm",
        "\(store("coreutils"))/bin/mkdir -p tpm\nexec \(store("swtpm"))/bin/swtpm socket --tpm2 --tpmstate dir=tpm --ctrl type=unixio,fd=3"
      ),
      (
        "guest-full-monitor",
        "exec \(store("python3"))/bin/python3 -I \(store("guest-monitor.py")) full console.log 10485760 3 agent"
      ),
      (
        "guest-plain-monitor",
        "exec \(store("python3"))/bin/python3 -I \(store("guest-monitor.py")) plain console.log 10485760 3"
      ),
    ] {
      let text = try #require(module.scripts[name], "\(name)")
      #expect(text.trimmingCharacters(in: .whitespacesAndNewlines) == expected, "\(name)")
    }
  }

  /// Options with their values.
  private static func options(_ words: [String]) -> [String] {
    var result: [String] = []
    for word in words {
      if word.hasPrefix("-") || result.isEmpty {
        result.append(word)
      } else {
        result[result.count - 1] += " \(word)"
      }
    }
    return result
  }
}
