// Measures nixvirt as a whole process. Arguments: the program, and the directory of the comparisons.
import Glibc

let arguments = CommandLine.arguments
guard arguments.count >= 3 else { stop("usage: ToolBenchmark NIXVIRT COMPARISONS [MOST GUESTS]") }
let tools = Workplace.Tools(nixvirt: arguments[1], comparisons: arguments[2])
// Evaluating a module by itself needs no store.
setenv("NIX_REMOTE", "dummy://", 1)

let most = arguments.count > 3 ? Int(arguments[3]) ?? 100_000 : 100_000
var template = Array("/tmp/nixvirt-benchmark-XXXXXX".utf8CString)
guard mkdtemp(&template) != nil else { stop("/tmp: cannot be written") }
let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
defer { _ = Program("", "/bin/rm", ["-r", folder]).run() }

print("nixvirt \(megabytes(size(of: tools.nixvirt))), start-up")
let version = Program("nixvirt version", tools.nixvirt, ["version"])
Comparison([Program("/bin/true", "/bin/true", []), version], rounds: 51).printTable()
if tools.nix == nil { print("nix-instantiate: skipped, it is not installed") }

for count in [1, 10, 100, 1000, 10_000, 100_000] where count <= most {
  let place = Workplace(count: count, in: folder, tools)
  let output = size(of: place.module)
  let rounds = count > 10_000 ? 3 : count > 1000 ? 5 : 21
  print(
    "\n\(count) guests: description \(megabytes(size(of: place.description))), module"
      + " \(megabytes(output)), median of \(rounds) rounds")
  let jinja = place.templateEngine()
  if jinja == nil { print("  Jinja2: skipped, it is not installed") }
  let programs = [
    place.nixvirt("generate"), place.nixvirt("check"), place.nixvirt("diff"),
    place.evaluation(ofGenerated: false), place.evaluation(ofGenerated: true), jinja,
    place.copy(), Program("/bin/true", "/bin/true", []),
  ]
  let comparison = Comparison(programs.compactMap(\.self), rounds: rounds)
  comparison.printTable()
  fflush(nil)
  if let seconds = comparison.seconds("nixvirt generate") {
    print("  From description to file: \(fixed(Double(output) / 1e6 / seconds, 1)) MB/s of output")
  }
}

if tools.nix == nil || tools.nixpkgs == nil {
  print("\nNixOS: skipped, NIXPKGS names no checkout of nixpkgs")
} else {
  for count in [1, 10, 100] where count <= most {
    print("\n\(count) guests on a host, evaluated with NixOS, median of 5 rounds")
    Comparison(Workplace(count: count, in: folder, tools).hosts(), rounds: 5).printTable()
    fflush(nil)
  }
}

for hosts in [5, 50, 500, 5000] {
  let guests = hosts * FleetWorkplace.guestsPerHost
  guard guests <= most else { continue }
  let place = FleetWorkplace(hosts: hosts, in: folder, nixvirt: tools.nixvirt)
  let rounds = hosts > 500 ? 3 : 5
  print("\n\(guests) guests on \(hosts) hosts, median of \(rounds) rounds")
  Comparison(place.programs, rounds: rounds).printTable()
  fflush(nil)
}
