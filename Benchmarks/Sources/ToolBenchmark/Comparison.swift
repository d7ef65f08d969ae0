/// Programs that are run in turns, round by round, so that all of them have the same neighbours.
struct Comparison {
  private(set) var programs: [Program] = []
  private var runs: [[Program.Run]] = []

  /// Runs all programs in each round; one that fails in its first run is left out, and this is said.
  init(_ candidates: [Program], rounds: Int) {
    // The first run of each fills the caches, and is not counted.
    for program in candidates {
      if program.run() == nil {
        print("  \(program.name): skipped, it failed")
      } else {
        programs.append(program)
      }
    }
    runs = programs.map { _ in [] }
    for _ in 0..<rounds {
      for (index, program) in programs.enumerated() {
        if let run = program.run() { runs[index].append(run) }
      }
    }
  }

  /// The median of the seconds of a program.
  func seconds(_ name: String) -> Double? { row(name).map { $0.map(\.seconds).median } }

  /// Prints a row for each program: time, memory, and how many times the time of the first that is.
  func printTable() {
    for (index, program) in programs.enumerated() {
      let ratios = zip(runs[index], runs[0]).map { $0.seconds / $1.seconds }
      print(
        "  \(padded(program.name, 44)) \(padded(time(runs[index].map(\.seconds).median), -10))"
          + " \(padded(megabytes(Int(runs[index].map { Double($0.memory) }.median)), -11))"
          + " \(padded("\(fixed(ratios.median, 2))", -9)) times the first")
    }
  }

  private func row(_ name: String) -> [Program.Run]? {
    programs.firstIndex { $0.name == name }.map { runs[$0] }
  }
}

extension [Double] {
  /// The middle one, or the mean of the two in the middle.
  var median: Double {
    guard !isEmpty else { return .nan }
    let sorted = self.sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}

/// A number with some digits behind the point.
func fixed(_ value: Double, _ digits: Int) -> String {
  guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
  var scale = 1
  for _ in 0..<digits { scale *= 10 }
  let scaled = Int((value * Double(scale)).rounded())
  if digits == 0 { return "\(scaled)" }
  let fraction = String(scaled % scale)
  return "\(scaled / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
}

func time(_ seconds: Double) -> String {
  seconds < 1 ? "\(fixed(seconds * 1e3, 1)) ms" : "\(fixed(seconds, 2)) s"
}

func megabytes(_ bytes: Int) -> String { "\(fixed(Double(bytes) / 1e6, 1)) MB" }

/// A text with spaces behind it, or before it if the width is negative.
func padded(_ text: String, _ width: Int) -> String {
  let spaces = String(repeating: " ", count: max(0, abs(width) - text.count))
  return width < 0 ? spaces + text : text + spaces
}
