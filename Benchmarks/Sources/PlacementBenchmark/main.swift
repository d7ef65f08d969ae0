import Glibc

/// How long something takes in milliseconds, and what comes of it.
func timed<Result>(_ work: () -> Result) -> (milliseconds: Double, result: Result) {
  let clock = ContinuousClock()
  let start = clock.now
  let result = work()
  let time = (clock.now - start).components
  return (Double(time.seconds) * 1e3 + Double(time.attoseconds) / 1e15, result)
}

func median(_ numbers: [Double]) -> Double {
  let sorted = numbers.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

/// Prints a row for each of two ways to place the same guests, run in turns.
func compare(_ name: String, _ problem: PlacementProblem, rounds: Int) {
  var times: (placement: [Double], firstFit: [Double]) = ([], [])
  for round in 1...rounds {
    let (time, placement) = timed { Placement(problem) }
    let (timeOfFirstFit, simple) = timed { firstFit(problem) }
    times.placement.append(time)
    times.firstFit.append(timeOfFirstFit)
    guard round == rounds else { continue }
    print("\(name): median of \(rounds) rounds")
    let highest = problem.hosts.indices.map { simple.usage.load($0).highest }.max() ?? 0
    print(
      "  placement: \(rounded(median(times.placement))) ms, highest load"
        + " \(rounded(placement.highestLoad)), \(placement.unplaced.count) without a host")
    print(
      "  first fit: \(rounded(median(times.firstFit))) ms, highest load \(rounded(highest)),"
        + " \(simple.unplaced) without a host")
    print("  no placement has less than \(rounded(leastLoad(problem)))")
  }
}

/// The load if all hosts were one.
func leastLoad(_ problem: PlacementProblem) -> Double {
  let memory = problem.guests.reduce(0.0) { $0 + Double($1.memory) }
  let cpus = problem.guests.reduce(0.0) { $0 + Double($1.cpus) }
  return max(
    memory / problem.hosts.reduce(0.0) { $0 + Double($1.memory) },
    cpus / problem.hosts.reduce(0.0) { $0 + Double($1.cpus) })
}

let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 5
for (guests, hosts) in [(10_000, 500), (100_000, 5_000)] {
  for filled in [0.7, 0.95] {
    let fleet = PlacementProblem.fleet(hosts: hosts, guests: guests, filled: filled)
    let name = "\(guests) guests on \(hosts) hosts, \(Int(filled * 100)) % of the memory"
    compare(name, fleet, rounds: max(1, rounds))
    compare("\(name), with rules (first fit without)", fleet.withRules(), rounds: max(1, rounds))
  }
}
