import Foundation
import NixAST
import TestSupport
import Testing
import VirtModel

/// The first page of the library's documentation.
@Suite("The page of VirtModel")
struct LibraryPageTests {
  @Test("its example is this one, and prints the guests")
  func example() throws {
    let text = #"{ host.nic = "eno1"; guests.web = { memory = "1g"; diskSize = "8g"; }; }"#
    var output: [String] = []
    func print(_ name: GuestName, _ memory: Size) { output.append("\(name) \(memory)") }
    do {
      let source = SourceText(name: "guests.nix", text: text)
      let overview = Pipeline.overview(of: source, format: .nix)
      for guest in overview.value?.host.guests ?? [] { print(guest.name, guest.memory) }
    }
    #expect(output == ["web 1g"])

    let page = GoldenFiles.repository.appendingPathComponent(
      "Sources/VirtModel/VirtModel.docc/VirtModel.md")
    let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```swift\n")
    try #require(blocks.count == 2)
    let block = try #require(blocks[1].components(separatedBy: "```").first)
    let example = block.split(separator: "\n").map { "      \($0)\n" }.joined()
    #expect(try String(contentsOfFile: #filePath, encoding: .utf8).contains(example))
  }
}
