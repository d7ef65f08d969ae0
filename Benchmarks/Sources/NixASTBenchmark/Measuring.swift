import Foundation
import NixAST

/// Seconds that something takes.
func seconds(_ work: () throws -> Void) rethrows -> Double {
  let time = try ContinuousClock().measure(work)
  return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
}

/// Lets the C library merge the pieces of memory that were freed before, which it puts off up to the next large
/// one: the expressions of a round would be paid for by the trees of the next.
func settleMemory() {
  let large = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  // The compiler keeps memory that something is done with.
  large[Int(getpid()) % large.count] = 1
  precondition(large[Int(getpid()) % large.count] == 1)
  large.deallocate()
}

extension [Double] {
  var median: Double {
    let sorted = self.sorted()
    guard let last = sorted.last else { return .nan }
    let middle = count / 2
    return count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2
      : Swift.min(sorted[middle], last)
  }
}

/// The most memory that the process ever had, in bytes. `getrusage` would count what the process had
/// before it became this program.
func peakMemory() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
  return (kilobytes ?? 0) * 1024
}

/// `nix-instantiate --parse` on all files, in one process.
struct NixProcess {
  let program: String

  init?() {
    let environment = ProcessInfo.processInfo.environment
    let candidates =
      [environment["NIX_INSTANTIATE"] ?? ""]
      + (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/nix-instantiate" }
    guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
      return nil
    }
    program = found
  }

  var version: String {
    let pipe = Pipe()
    let process = process(["--version"])
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return "?" }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    return String(decoding: output, as: UTF8.self).split(separator: " ").last
      .map { $0.trimmingCharacters(in: .newlines) } ?? "?"
  }

  /// Whether Nix takes the files.
  func parse(_ paths: [String]) throws -> Bool {
    let process = process(["--parse"] + paths)
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// The files that Nix takes.
  func taken(of paths: ArraySlice<String>) throws -> [String] {
    if try parse(Array(paths)) { return Array(paths) }
    if paths.count < 2 { return [] }
    let middle = paths.startIndex + paths.count / 2
    return try taken(of: paths[..<middle]) + taken(of: paths[middle...])
  }

  private func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }
}
