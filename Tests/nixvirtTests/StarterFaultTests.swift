import TestSupport
import Testing

/// `nixvirt init` where it cannot write.
@Suite("Starter files under faults", .ownThreads)
struct StarterFaultTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  @Test(
    "of starter files that cannot all be made, none is left, and no directory",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"),
    arguments: [
      ("openat", "EACCES", "Permission denied"), ("write", "ENOSPC", "No space left on device"),
    ], ["README.md", "guests.nix"])
  func starter(fault: (call: String, error: String, message: String), name: String) throws {
    let path = "new/lab/\(name)"
    let result = try starter(fault, path)
    #expect(result.status == 4)
    #expect(result.errors == "nixvirt: \(path): \(fault.message)\n")
    #expect(!place.exists("new"))
    // What was there stays.
    try place.write("new/lab/configuration.nix", "mine")
    let again = try starter(fault, path)
    #expect(again.status == 4)
    #expect(try place.shell("find new -type f").output == "new/lab/configuration.nix\n")
    #expect(try place.read("new/lab/configuration.nix") == "mine")
  }

  private func starter(
    _ fault: (call: String, error: String, message: String), _ path: String
  ) throws -> ExternalTool.Result {
    try ExternalTool.run(
      try #require(strace),
      ["-f", "-o", "trace", "-P", path, "-P", place.path(path)]
        + ["-e", "inject=\(fault.call):error=\(fault.error)"]
        + [try #require(NixvirtProgram.path), "init", "new/lab"], in: place.folder.path)
  }
}
