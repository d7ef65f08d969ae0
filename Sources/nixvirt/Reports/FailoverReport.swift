import NixAST
import VirtModel

/// The steps of a person when a host has failed, with the commands.
struct FailoverReport {
  private let failover: Failover
  /// The name of the placement file.
  private let placement: String

  init(_ failover: Failover, placement: String) {
    self.failover = failover
    self.placement = placement
  }

  /// A step: what to do, and the command where there is one.
  private struct Step {
    let text: String
    var command: String?
  }

  private var steps: [Step] {
    let host = failover.host
    if failover.replicas.isEmpty { return [] }
    var steps = [
      Step(
        text: "Cut the power of \(host), or its network and its storage, and make sure that it"
          + " stays so. A host that is only not reachable still runs its guests, and two running"
          + " copies of a guest destroy each other's data.")
    ]
    for (target, replicas) in failover.targets {
      steps.append(
        Step(
          text: "Read the age of the replicas on \(target). Changes after that are lost.",
          command: ssh(target, replicas.map(Self.age).joined(separator: "; "))))
    }
    for (target, replicas) in failover.targets {
      let guests = replicas.map(\.guest)
      let lines = guests.map { "\($0) = \"\(target)\";" }.joined(separator: " ")
      steps.append(
        Step(
          text: "Assign the guests to \(target): write \(lines) in \(placement). Move guests that"
            + " are described under \(host) to hosts.\(target).guests. Then run nixvirt generate,"
            + " and nixvirt check, which reports if \(target) has too little memory."))
      steps.append(
        Step(
          text: "Keep the guests off on \(target) until their disks are there.",
          command: ssh(target, PlanCommand.expect(guests))))
      steps.append(
        Step(
          text: "Switch \(target).",
          command: "nixos-rebuild switch --flake .#\(target) --target-host root@\(target)"))
      let names = guests.map(\.description)
      let restores = names.map { "nixvirt-guest restore \($0)" }
      steps.append(
        Step(
          text: "Write the disks of the newest replicas.",
          command: ssh(target, restores.joined(separator: " && "))))
      steps.append(
        Step(
          text: "Start the guests.",
          command: ssh(target, "nixvirt-guest release \(names.joined(separator: " "))")))
    }
    let moved = failover.replicas.map(\.guest.description).joined(separator: " ")
    steps.append(
      Step(
        text: "Before \(host) is connected again, boot it without its network, and hold its old"
          + " copies there. Then connect it, and switch it.",
        command: "nixvirt-guest hold --reason=\"runs elsewhere\" \(moved)"))
    return steps
  }

  private func ssh(_ host: HostName, _ script: String) -> String {
    PlanCommand(host, script).text(isOfOneHost: false)
  }

  /// Prints the newest backup of a guest with its age. Its name is its time, in UTC. A copy that was cut off
  /// has no manifest.
  private static func age(of replica: Failover.Replica) -> String {
    let directory = ShellWord.quoted("\(replica.directory)")
    return "id=$(cd \(directory) && ls -d */manifest.json | tail -n 1) && id=${id%/*} && t=${id%Z}"
      + " && d=${t%T*} && h=${t#*T} && echo"
      + " \"\(replica.guest): $id, $((($(date +%s) - $(date -ud \"$d ${h:0:2}:${h:2:2}:${h:4:2}\" +%s))"
      + " / 60)) minutes old\""
  }

  // MARK: - Formats

  var text: String {
    var text = "Failover of \(failover.host)\n\n"
    for replica in failover.replicas {
      text += "\(replica.guest): replica on \(replica.host), made \(replica.schedule)\n"
    }
    if !failover.others.isEmpty {
      text +=
        "no replica: \(NameList.text(failover.others.map(\.description))): wait for"
        + " \(failover.host), or restore a backup\n"
    }
    if failover.replicas.isEmpty, failover.others.isEmpty { text += "It has no guests.\n" }
    for (index, step) in steps.enumerated() {
      text += "\n\(index + 1). \(step.text)\n"
      if let command = step.command { text += "   \(command)\n" }
    }
    return text
  }

  var json: String {
    JSONValue.object([
      ("format", .integer(PlanJSON.format)), ("host", .string("\(failover.host)")),
      (
        "replicas",
        .array(
          failover.replicas.map { replica in
            .object([
              ("guest", .string("\(replica.guest)")), ("host", .string("\(replica.host)")),
              ("directory", .string("\(replica.directory)")),
              ("schedule", .string("\(replica.schedule)")),
            ])
          })
      ),
      ("withoutReplica", .array(failover.others.map { .string("\($0)") })),
      (
        "steps",
        .array(
          steps.map { step in
            .object([("text", .string(step.text)), ("command", JSONValue(step.command))])
          })
      ),
    ]).text
  }
}
