import NixAST
import VirtModel

/// The command of a step of a plan: a shell script that root runs on a host.
struct PlanCommand {
  /// The host that runs it; nil for the machine from which hosts are switched.
  let host: HostName?
  let script: String
  /// Whether the host logs in to another one, with the keys of whoever runs the plan.
  var forwardsAgent = false

  /// The command of a step; nil for one that only a person can do.
  init?(_ action: FleetPlan.Action) {
    switch action {
    case .expect(let guest, let host):
      self.init(host, Self.expect([guest]))
    case .hold(let guest, let host, .memory(_, isNew: true)):
      // The host does not know it yet, so that there is nothing to stop.
      self.init(host, Self.mark([guest], "its memory is in use by another guest"))
    case .restart(let guest, let host): self.init(host, "nixvirt-guest restart \(guest)")
    case .hold(let guest, let host, let reason):
      self.init(host, "nixvirt-guest hold --reason=\"\(Self.words(reason))\" \(guest)")
    case .copy(let guest, let source, let old, let target, let new):
      // The name on the old host is that of its directory.
      let former = old.description.split(separator: "/").last.map(String.init) ?? "\(guest)"
      self.init(
        source,
        "! systemctl is-active --quiet qemu-guest-\(former).service"
          + " qemu-guest-\(former)-install.service"
          + " && rsync -aS --mkpath \(Self.folder(old)) root@\(target):\(Self.folder(new))")
      forwardsAgent = true
    case .move(_, let host, let old, let new):
      let (from, to) = (ShellWord.quoted("\(old)"), ShellWord.quoted("\(new)"))
      let parent = ShellWord.quoted(Self.parent(of: new))
      self.init(
        host,
        "mkdir -p \(parent) && if [ -d \(from) ]; then mv -T \(from) \(to); else [ -d \(to) ]; fi")
    case .disk(let change, _, let host):
      self.init(host, Self.convert(change))
    case .byHand(.shrink(_, let file, let format, _, let size), let guest, let host):
      let path = ShellWord.quoted("\(file)")
      self.init(
        host,
        "nixvirt-guest stop \(guest) && \(Self.asOwner(of: path)) qemu-img resize --shrink"
          + " -f \(format.rawValue) \(path) \(size)")
    case .byHand(.startAnew, let guest, let host):
      self.init(host, "nixvirt-guest release --new \(guest)")
    case .release(let guest, let host): self.init(host, "nixvirt-guest release \(guest)")
    case .switchHost(let host, _):
      self.init(nil, "nixos-rebuild switch --flake .#\(host) --target-host root@\(host)")
    case .byHand(.transfer, _, _), .byHand(.save, _, _), .freeAddress, .provide, .retire: return nil
    }
  }

  init(_ host: HostName?, _ script: String) {
    self.host = host
    self.script = script
  }

  /// Marks guests as waiting for their files.
  static func expect(_ guests: [GuestName]) -> String { mark(guests, "waits for its files") }

  private static func mark(_ guests: [GuestName], _ reason: String) -> String {
    let files = guests.map { "\(HostNames.held)/\($0)" }.joined(separator: " ")
    return "mkdir -p \(HostNames.held) && echo \"\(reason)\" | tee \(files)"
  }

  /// As it is run from another machine; on the host itself for a plan of one host.
  func text(isOfOneHost: Bool) -> String {
    guard let host, !isOfOneHost else {
      return isOfOneHost && host == nil ? "nixos-rebuild switch" : script
    }
    return "ssh \(forwardsAgent ? "-A " : "")root@\(host) \(ShellWord.quoted(script))"
  }

  private static func words(_ reason: FleetPlan.HoldReason) -> String {
    switch reason {
    case .moves(let host): "moves to \(host)"
    case .renamed(let guest): "gets the name \(guest)"
    case .files: "its files change"
    case .address(let host): "its address goes to \(host)"
    case .disk(let host): "its disk goes to \(host)"
    case .memory: "its memory is in use by another guest"
    }
  }

  /// A directory as rsync takes it: its contents, not the directory itself.
  private static func folder(_ path: AbsolutePath) -> String { ShellWord.quoted("\(path)/") }

  private static func parent(of path: AbsolutePath) -> String {
    let parts = "\(path)".split(separator: "/").dropLast()
    return "/" + parts.joined(separator: "/")
  }

  /// A guest can write its disks, so root does not open them as images.
  static func asOwner(of path: String) -> String {
    "setpriv --reuid=$(stat -c %u \(path)) --regid=$(stat -c %g \(path)) --clear-groups"
      + " --no-new-privs"
  }

  private static func convert(_ change: FleetPlan.FileChange) -> String {
    let (from, to) = (ShellWord.quoted(change.from), ShellWord.quoted(change.to))
    let new = ShellWord.quoted("\(change.to).new")
    return "cd \(ShellWord.quoted("\(change.directory)")) && \(asOwner(of: from)) qemu-img convert"
      + " -f \(change.format.rawValue) -O \(change.newFormat.rawValue) \(from) \(new)"
      + " && mv \(new) \(to)"
  }
}
