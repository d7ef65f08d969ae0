import NixAST
import VirtModel

/// A plan as a shell script, for the machine from which hosts are switched. It stops at the first failure,
/// and goes on from there when it is run again.
enum PlanScript {
  static func text(_ plan: FleetPlan) -> String {
    let steps = plan.steps.filter { !$0.isBlocked }.map { line($0, plan) }.joined()
    let body = program(isOfOneHost: plan.isOfOneHost) + steps
    let blocked = plan.steps.filter(\.isBlocked).map(\.id)
    let end =
      blocked.isEmpty
      ? "echo 'The plan is done.'\n"
      : "echo \(ShellWord.quoted("Done, except for steps that wait for a host that is offline: " + blocked.joined(separator: " ")))\n"
    let notes = plan.addressChanges.map { "# \(AddressWords.text($0, .plain, separator: " "))\n" }
    return "\(header)\n\(notes.joined())plan=\(hex(body.fnv1a))\n\(body)\n\(end)"
  }

  private static let header = """
    #!/usr/bin/env bash
    # A plan of nixvirt. Run it where you deploy from: it logs in to the hosts as root, with $NIX_SSHOPTS.
    # DEPLOY=colmena or DEPLOY=deploy-rs switches hosts with these instead of nixos-rebuild; any other value
    # is a command that gets the name of the host. The steps that are done are in the file $PLAN_STATE, by
    # default NAME.done beside this script. To go on after a failure, run it again.
    # shellcheck disable=SC2016 # What is quoted is expanded on a host.
    set -euo pipefail
    """

  private static func hex(_ number: UInt64) -> String { String(number, radix: 16) }

  private static func program(isOfOneHost: Bool) -> String {
    """
    state=${PLAN_STATE:-$0.done}

    # Runs a script on a host; onward lets it log in to the next host with your keys.
    on() {
      \(isOfOneHost ? "bash -c \"$2\"" : sshCommand(""))
    }
    onward() {
      \(isOfOneHost ? "bash -c \"$2\"" : sshCommand("-A "))
    }
    switch() {
      case ${DEPLOY:-nixos-rebuild} in
        nixos-rebuild) \(isOfOneHost ? "nixos-rebuild switch" : "nixos-rebuild switch --flake \".#$1\" --target-host \"root@$1\"") ;;
        colmena) colmena apply --on "$1" ;;
        deploy-rs) deploy ".#$1" ;;
        *) "$DEPLOY" "$1" ;;
      esac
    }
    is_done() { grep -qxF -- "$1" "$state"; }
    step() {
      if is_done "$1"; then return 0; fi
      echo "$1: $2"
      "${@:3}" </dev/null || {
        echo "$0: $1 failed. Fix the cause, and run this script again." >&2
        exit 1
      }
      echo "$1" >>"$state"
    }
    by_hand() {
      if is_done "$1"; then return 0; fi
      printf '%s\\n' "$1: $2" "When this is done, run: $0 --done $1" >&2
      exit 1
    }

    [ -e "$state" ] || echo "plan $plan" >"$state"
    if ! is_done "plan $plan"; then
      echo "$state is of another plan: remove it" >&2
      exit 1
    fi
    if [ "${1-}" = --done ]; then
      echo "${2:?the name of the step}" >>"$state"
    fi


    """
  }

  private static func sshCommand(_ option: String) -> String {
    "# shellcheck disable=SC2086 # These are words.\n  ssh \(option)-o BatchMode=yes ${NIX_SSHOPTS-} \"root@$1\" \"$2\""
  }

  private static func line(_ step: FleetPlan.Step, _ plan: FleetPlan) -> String {
    let text = PlanWords.text([step.action])
    let short = ShellWord.quoted(text.hasSuffix(":") ? String(text.dropLast()) : text)
    let command = PlanCommand(step.action)
    switch (step.action, command) {
    case (.switchHost(let host, _), _):
      return "step \(step.id) \(short) switch \(host)\n"
    case (.byHand, let command?):
      let whole = text + " " + command.text(isOfOneHost: plan.isOfOneHost)
      return "by_hand \(step.id) \(ShellWord.quoted(whole))\n"
    case (_, let command?):
      guard let host = command.host else { return "" }
      let verb = command.forwardsAgent ? "onward" : "on"
      return "step \(step.id) \(short) \(verb) \(host) \(ShellWord.quoted(command.script))\n"
    case (_, nil): return "by_hand \(step.id) \(short)\n"
    }
  }
}
