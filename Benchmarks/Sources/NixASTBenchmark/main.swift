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

/// What a process takes that parses a file and renders the tree, printed as numbers. In a
/// process of its own, because memory is measured by its peak.
func measureMemory(_ path: String) throws {
  let bytes = Corpus.bytes(of: path)
  // Pages of the program itself are no memory of a tree: all of it runs once before.
  let small = SourceText(name: "", text: Corpus.module(0, services: 10))
  _ = try NixFile.parse(small).value?.rendered()
  let before = peakMemory()
  do {
    let tree = SyntaxTree(parsing: SourceText(name: path, bytes: bytes))
    guard !tree.tokens.isEmpty else { return }
    print(peakMemory() - before)
  }
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

  var reading: [Double] = []
  var formatting: [Double] = []
  var parsing: [Double] = []
  var rendering: [Double] = []
  var others: [Double] = []
  var treeSitters: [Double] = []
  var output = 0
  for _ in 0..<rounds {
    var files: [NixFile] = []
    files.reserveCapacity(paths.count)
    settleMemory()
    // Reading the files is a part of it, as it is for Nix.
    reading.append(
      seconds {
        for path in paths {
          _ = SyntaxTree(parsing: SourceText(name: path, bytes: Corpus.bytes(of: path)))
        }
      })
    formatting.append(
      seconds {
        for path in paths {
          let source = SourceText(name: path, bytes: Corpus.bytes(of: path))
          _ = SyntaxTree(parsing: source).formatted()
        }
      })
    settleMemory()
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
  row("NixAST parses to a lossless tree", rate(input, reading.median))
  row("NixAST parses to expressions", rate(input, parsing.median))
  row("NixAST formats, reading included", rate(input, formatting.median))
  func ratio(_ times: [Double], _ own: [Double]) -> String {
    String(format: "%8.1f", zip(times, own).map { $0 / $1 }.median)
  }
  func compare(_ name: String, _ times: [Double]) {
    guard times.count == rounds else { return row(name, " skipped, it is not installed") }
    row(name, rate(input, times.median))
    row("  ratio to the lossless tree, median of the rounds", ratio(times, reading))
    row("  ratio to expressions, median of the rounds", ratio(times, parsing))
  }
  compare("nix-instantiate \(nix?.version ?? "") --parse", others)
  compare("tree-sitter-nix, in Python", treeSitters)
  row("NixAST renders (bytes of output)", rate(output, rendering.median))
}

/// The program `nixvirt fmt --check` beside `nixfmt --check`, both as processes, on the same files in turns.
func compareFormatters(_ corpus: Corpus, rounds: Int) throws {
  let environment = ProcessInfo.processInfo.environment
  guard let nixfmt = environment["NIXFMT"], let nixvirt = environment["NIXVIRT"], !nixfmt.isEmpty
  else {
    return row("nixfmt", " skipped, NIXFMT and NIXVIRT name no programs")
  }
  // As many as nixfmt does in some seconds.
  let step = max(1, corpus.paths.count / 500)
  let paths = stride(from: 0, to: corpus.paths.count, by: step).map { corpus.paths[$0] }
  let input = paths.reduce(0) { $0 + Corpus.bytes(of: $1).count }
  func run(_ program: String, _ arguments: [String]) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments + paths
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return try seconds {
      try process.run()
      process.waitUntilExit()
    }
  }
  var own: [Double] = []
  var others: [Double] = []
  for _ in 0..<rounds {
    own.append(try run(nixvirt, ["fmt", "--check"]))
    others.append(try run(nixfmt, ["--check"]))
  }
  print("formatting \(paths.count) files, \(input) bytes, median of \(rounds) rounds")
  row("nixvirt fmt --check", rate(input, own.median))
  row("nixfmt --check", rate(input, others.median))
  row(
    "  ratio, median of the rounds",
    String(format: "%8.1f", zip(others, own).map { $0 / $1 }.median))
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
    guard numbers.count == 5 else { continue }
    let times = [numbers[0], numbers[2], numbers[3]].map {
      String(format: "%.1f", Double($0) / Double(bytes.count))
    }
    row(
      String(format: "%.1f MB", Double(bytes.count) / megabyte),
      "parse \(rate(bytes.count, parsing.median)), render \(rate(numbers[4], rendering.median)), "
        + "memory of the tree \(times[0]), then \(times[1]) and \(times[2]) times the input")
  }
}

if arguments.first == "--memory", let path = arguments.last {
  try measureMemory(path)
} else if arguments.first == "growth" {
  growth()
} else {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let corpus =
    try ProcessInfo.processInfo.environment["NIX_CORPUS"].map(Corpus.init(folder:))
    ?? Corpus(generatedIn: folder, files: 300)
  let rounds = arguments.first.flatMap { Int($0) } ?? 9
  try compare(corpus, rounds: rounds, in: folder)
  try compareFormatters(corpus, rounds: min(rounds, 3))
  try scaling(in: folder)
}
