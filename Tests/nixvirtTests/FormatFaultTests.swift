import Foundation
import Glibc
import TestSupport
import Testing

@testable import nixvirt

/// `nixvirt fmt` in directories and with files that a user did not prepare for it.
@Suite("fmt among hostile files", .ownThreads)
struct FormatFaultTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  @Test(
    "A directory in a directory that cannot be read is named, and all other files are formatted",
    .enabled(if: getuid() == 0, "needs root to become somebody else"))
  func unreadableFolders() throws {
    for name in ["d/a.nix", "d/locked/b.nix", "d/noentry/c.nix", "d/z.nix"] {
      try place.write(name, "{a=1;}")
    }
    let result = try place.shellAsUser(
      "chmod 0 d/locked; chmod 644 d/noentry; \"$0\" fmt d; \"$0\" fmt --check d")
    #expect(result.status == 4)
    let lines = """
      nixvirt: d/locked: Permission denied
      nixvirt: d/noentry/c.nix: Permission denied

      """
    #expect(result.errors == lines + lines)
    for name in ["d/a.nix", "d/z.nix"] { #expect(try place.read(name) == "{ a = 1; }\n") }
  }

  @Test("Nix files and directories whose names are not valid UTF-8 are named, not passed over")
  func invalidNames() throws {
    let result = try place.shell(
      #"""
      mkdir -p d/$'x\xff' && echo '{a=1;}' >d/a.nix && touch d/$'\xff.nix' d/$'\xff.txt' d/$'.\xff.nix'
      "$0" fmt d
      """#)
    #expect(result.status == 4)
    #expect(
      result.errors == """
        nixvirt: d/x\u{FFFD}: the name is not valid UTF-8
        nixvirt: d/\u{FFFD}.nix: the name is not valid UTF-8

        """)
    #expect(try place.read("d/a.nix") == "{ a = 1; }\n")
  }

  @Test(
    "What comes out of a pipe is not read to be written into it again",
    arguments: ["/dev/stdin", "pipe"])
  func pipes(path: String) throws {
    let reason = "nixvirt: \(path) is not a regular file; use - to format standard input\n"
    let result = try place.shell(
      "mkfifo pipe; echo '{a=1;}' | timeout 20 \"$0\" fmt \(path); echo ${PIPESTATUS[1]}")
    #expect(result.output == "4\n" && result.errors == reason)
    let checked = try place.shell("echo '{a=1;}' | \"$0\" fmt --check /dev/stdin")
    #expect(checked.status == 1 && checked.output == "/dev/stdin\n")
  }

  // MARK: - Changes by other programs

  @Test("A file that changed after it was read, or that is gone, is left as it is")
  func expected() throws {
    let path = place.path("a.nix")
    let rules = ReplacementRules(expected: Array("old".utf8), advice: "")
    for text in ["newer", "old ", ""] {
      try place.write("a.nix", text)
      #expect(throws: Failure.self) {
        try FileReplacements.replace(path, with: Array("new".utf8), rules)
      }
      #expect(try place.read("a.nix") == text)
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: Failure.self) {
      try FileReplacements.replace(path, with: Array("new".utf8), rules)
    }
    #expect(!place.exists("a.nix"))
    for text in ["old", "new"] {
      try place.write("a.nix", text)
      try FileReplacements.replace(path, with: Array("new".utf8), rules)
      #expect(try place.read("a.nix") == "new")
    }
    #expect(try place.names == ["a.nix", "guests.nix"])
  }

  @Test(
    "fmt keeps what an editor saved meanwhile",
    .enabled(if: strace != nil, "strace is not installed, or may not trace"))
  func changed() throws {
    try place.write("a.nix", "{a=1;}")
    try place.write("b.nix", "{b=1;}")
    // The second file is opened late, and the first one is read by then.
    let result = try place.shell(
      """
      '\(try #require(strace))' -f -o trace -P b.nix -e trace=openat \
        -e inject=openat:delay_exit=2000000:when=1 "$0" fmt a.nix b.nix &
      until grep -qs openat trace; do sleep 0.02; done
      echo '{saved=1;}' >c && mv c a.nix
      wait $!
      """)
    #expect(result.status == 4)
    // strace may print how it resolved the path.
    #expect(
      result.errors.hasSuffix(
        "nixvirt: a.nix was changed by another program meanwhile: it was left as it is\n"))
    #expect(try place.read("a.nix") == "{saved=1;}\n")
    #expect(try place.read("b.nix") == "{ b = 1; }\n")
  }

  // MARK: - Names and attributes

  @Test("A slash separates names also before an accent, with which it is one character to Swift")
  func accents() throws {
    #expect(Paths.folder(of: "a/\u{301}b") == "a")
    #expect(Paths.name(of: "a/\u{301}b").unicodeScalars.elementsEqual("\u{301}b".unicodeScalars))
    try place.write("d/\u{301}.nix", "{a=1;}")
    let target = place.path("d/\u{301}.nix")
    try FileManager.default.createSymbolicLink(
      atPath: place.path("link.nix"), withDestinationPath: target)
    #expect(try place.run("fmt", "link.nix", "d").status == 0)
    #expect(try place.read("d/\u{301}.nix") == "{ a = 1; }\n")
    let type: FileAttributeType? = try place.attribute(.type, of: "link.nix")
    #expect(type == .typeSymbolicLink)
  }

  /// The functions of the C library, which Swift does not import.
  private typealias Set =
    @convention(c) (
      UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeRawPointer?, Int, Int32
    ) -> Int32
  private typealias Get =
    @convention(c) (
      UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeMutableRawPointer?, Int
    ) -> Int

  private static let set = dlsym(nil, "setxattr").map { unsafeBitCast($0, to: Set.self) }

  /// Whether temporary files can have an access control list: here, one that says what their mode says.
  private static let hasLists: Bool = {
    guard let place = try? Workplace(), (try? place.write("a", "")) != nil else { return false }
    let list: [UInt8] =
      [2, 0, 0, 0]
      + [1, 4, 32].flatMap { [$0, 0, 6, 0, 255, 255, 255, 255] }
    return set?(place.path("a"), "system.posix_acl_access", list, list.count, 0) == 0
  }()

  @Test(
    "A replaced file keeps its access control list and other attributes, and gets no others",
    .enabled(if: hasLists, "the file system has no access control lists"))
  func attributes() throws {
    let set = try #require(Self.set)
    let get = unsafeBitCast(try #require(dlsym(nil, "getxattr")), to: Get.self)
    func value(_ attribute: String, of name: String) -> [UInt8]? {
      var bytes = [UInt8](repeating: 0, count: 200)
      let count = get(place.path(name), attribute, &bytes, bytes.count)
      return count < 0 ? nil : Array(bytes.prefix(count))
    }
    for name in ["a.nix", "d/b.nix"] { try place.write(name, "{a=1;}") }
    _ = try place.shell("chmod 640 a.nix d/b.nix")
    // The owner may write, user 1234 may write, the group may read: the mode shows the mask, rw.
    let entries: [(tag: UInt8, rights: UInt8, user: [UInt8])] = [
      (1, 6, [255, 255, 255, 255]), (2, 6, [0xD2, 4, 0, 0]), (4, 4, [255, 255, 255, 255]),
      (16, 6, [255, 255, 255, 255]), (32, 0, [255, 255, 255, 255]),
    ]
    let list: [UInt8] =
      [2, 0, 0, 0]
      + entries.flatMap { entry -> [UInt8] in
        [entry.tag, 0, entry.rights, 0] + entry.user
      }
    let note: [UInt8] = [1, 2]
    #expect(set(place.path("a.nix"), "system.posix_acl_access", list, list.count, 0) == 0)
    #expect(set(place.path("d"), "system.posix_acl_default", list, list.count, 0) == 0)
    #expect(set(place.path("a.nix"), "user.note", note, note.count, 0) == 0)
    #expect(try place.run("fmt", "a.nix", "d/b.nix").status == 0)
    #expect(try place.read("a.nix") == "{ a = 1; }\n")
    #expect(value("system.posix_acl_access", of: "a.nix") == list)
    #expect(value("user.note", of: "a.nix") == note)
    #expect(try place.read("d/b.nix") == "{ a = 1; }\n")
    #expect(value("system.posix_acl_access", of: "d/b.nix") == nil)
    let mode: Int? = try place.attribute(.posixPermissions, of: "d/b.nix")
    #expect(mode == 0o640)
  }
}
