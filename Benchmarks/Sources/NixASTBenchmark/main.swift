import Foundation
import NixAST

let arguments = CommandLine.arguments.dropFirst()
let megabyte = 1e6

func row(_ name: String, _ value: String) {
  print("  " + name.padding(toLength: 44, withPad: " ", startingAt: 0) + value)
}

func rate(_ bytes: Int, _ seconds: Double) -> String {
  String(format: "%8.1f MB/s", Double(bytes) / megabyte / seconds)
}

/// What a process takes that parses a file and renders the tree, printed as three numbers. In a
/// process of its own, because memory is measured by its peak.
func measureMemory(_ path: String) throws {
  let bytes = Corpus.bytes(of: path)
  let before = peakMemory()
  guard let file = NixFile.parse(SourceText(name: path, bytes: bytes)).value else { return }
  let parsed = peakMemory()
  let length = try file.rendered().utf8.count
  print(bytes.count, parsed - before, peakMemory() - before, length)
}

func memory(of path: String) throws -> [Int] {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
  process.arguments = ["--memory", path]
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  return String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    .compactMap { Int($0) }
}

/// Parses and renders the files in rounds, each beside one run of Nix and one of tree-sitter-nix.
func compare(_ corpus: Corpus, rounds: Int, in folder: URL) throws {
  let nix = NixProcess()
  // Nix stops at the first file that it refuses: one with a variable that is not bound, say.
  let paths = try nix?.taken(of: corpus.paths[...]) ?? corpus.paths
  let treeSitter = try TreeSitter(paths, in: folder)
  let sizes = paths.map { Corpus.bytes(of: $0).count }
  let input = sizes.reduce(0, +)
  print("\(corpus.name): \(paths.count) files, \(input) bytes, median of \(rounds) rounds")

  var parsing: [Double] = []
  var rendering: [Double] = []
  var others: [Double] = []
  var treeSitters: [Double] = []
  var output = 0
  for _ in 0..<rounds {
    var files: [NixFile] = []
    files.reserveCapacity(paths.count)
    // Reading the files is a part of it, as it is for Nix.
    parsing.append(
      seconds {
        for path in paths {
          let source = SourceText(name: path, bytes: Corpus.bytes(of: path))
          if let file = NixFile.parse(source).value { files.append(file) }
        }
      })
    output = 0
    rendering.append(
      try seconds { for file in files { output += try file.rendered().utf8.count } })
    if let nix { others.append(try seconds { _ = try nix.parse(paths) }) }
    if let time = try treeSitter.parse() { treeSitters.append(time) }
  }
  row("NixAST parses", rate(input, parsing.median))
  func compare(_ name: String, _ times: [Double]) {
    guard times.count == rounds else { return row(name, " skipped, it is not installed") }
    row(name, rate(input, times.median))
    let ratios = zip(times, parsing).map { $0 / $1 }
    row("  ratio, median of the rounds", String(format: "%8.1f", ratios.median))
  }
  compare("nix-instantiate \(nix?.version ?? "") --parse", others)
  compare("tree-sitter-nix, in Python", treeSitters)
  row("NixAST renders (bytes of output)", rate(output, rendering.median))
}

/// Whether time and memory grow as the input does.
func scaling(in folder: URL) throws {
  print("one generated file of a size")
  for services in [1000, 1500, 3000, 6000, 12000, 16000] {
    let url = folder.appendingPathComponent("scaling.nix")
    try Data(Corpus.module(0, services: services).utf8).write(to: url)
    let bytes = Corpus.bytes(of: url.path)
    var parsing: [Double] = []
    var rendering: [Double] = []
    for _ in 0..<5 {
      var file: NixFile?
      parsing.append(
        seconds { file = NixFile.parse(SourceText(name: "", bytes: bytes)).value })
      rendering.append(try seconds { _ = try file?.rendered() })
    }
    let numbers = try memory(of: url.path)
    guard numbers.count == 4 else { continue }
    let times = numbers[1...2].map { String(format: "%.1f", Double($0) / Double(bytes.count)) }
    row(
      String(format: "%.1f MB", Double(bytes.count) / megabyte),
      "parse \(rate(bytes.count, parsing.median)), render \(rate(numbers[3], rendering.median)), "
        + "memory \(times[0]) and \(times[1]) times the input")
  }
}

if arguments.first == "--memory", let path = arguments.last {
  try measureMemory(path)
} else {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let corpus =
    try ProcessInfo.processInfo.environment["NIX_CORPUS"].map(Corpus.init(folder:))
    ?? Corpus(generatedIn: folder, files: 300)
  try compare(corpus, rounds: arguments.first.flatMap { Int($0) } ?? 9, in: folder)
  try scaling(in: folder)
}
