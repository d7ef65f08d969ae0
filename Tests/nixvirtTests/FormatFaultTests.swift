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

  @Test("A replaced file keeps its access control list and other attributes, and gets no others")
  func attributes() throws {
    let set = unsafeBitCast(try #require(dlsym(nil, "setxattr")), to: Set.self)
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
    guard set(place.path("a.nix"), "system.posix_acl_access", list, list.count, 0) == 0,
      set(place.path("d"), "system.posix_acl_default", list, list.count, 0) == 0,
      set(place.path("a.nix"), "user.note", note, note.count, 0) == 0
    else {
      print("this file system has no access control lists")
      return
    }
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
