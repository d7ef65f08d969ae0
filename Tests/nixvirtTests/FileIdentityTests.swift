import Glibc
import TestSupport
import Testing

@testable import nixvirt

/// Files are the same if device and inode are, and names lead to files through links.
@Suite("Names of files")
struct FileIdentityTests {
  @Test("files of two devices can have the same inode")
  func devices() {
    var status = stat()
    (status.st_dev, status.st_ino) = (1, 7)
    let file = FileIdentity(status)
    #expect(FileIdentity(status) == file)
    status.st_dev = 2
    #expect(FileIdentity(status) != file)
    (status.st_dev, status.st_ino) = (1, 8)
    #expect(FileIdentity(status) != file)
  }

  @Test("a file has an identity under each of its names, a missing one has none")
  func names() throws {
    let place = try Workplace()
    try place.write("other.nix", "{ }\n")
    #expect(try place.shell("ln guests.nix twin.nix; ln -s guests.nix link.nix").status == 0)
    let file = try #require(FileIdentity(path: place.path("guests.nix")))
    #expect(FileIdentity(path: place.path("twin.nix")) == file)
    #expect(FileIdentity(path: place.path("link.nix")) == file)
    let other = try #require(FileIdentity(path: place.path("other.nix")))
    #expect(other != file)
    #expect(FileIdentity(path: place.path("missing.nix")) == nil)
  }

  @Test(
    "the directory of a file, and its name in it",
    arguments: [("a", ".", "a"), ("b/a", "b", "a"), ("/b/a", "/b", "a"), ("/a", "/", "a")])
  func parts(path: String, folder: String, name: String) {
    #expect(Paths.folder(of: path) == folder)
    #expect(Paths.name(of: path) == name)
  }

  @Test("a file that is larger than a description may be is not read")
  func large() throws {
    let place = try Workplace()
    let path = place.path("large.nix")
    #expect(try place.shell("truncate -s 64M large.nix").status == 0)
    #expect(try Files.read(path).bytes.count == 64 << 20)
    #expect(try place.shell("truncate -s +1 large.nix").status == 0)
    #expect(throws: Failure.self) { try Files.read(path) }
  }

  @Test("directories that were made for files are removed if no file is written")
  func folders() throws {
    let place = try Workplace()
    #expect(throws: Failure.self) {
      try FileReplacements.perform(ReplacementRules()) { files throws(Failure) in
        try files.createFolder(place.path("new/virtual"))
        throw Failure.inputOutput("no room")
      }
    }
    #expect(try place.names == ["guests.nix"])
  }

  @Test("a name that cannot be followed is an error, not a file to write")
  func unusable() throws {
    let place = try Workplace()
    #expect(throws: Failure.self) { try Paths.followingLinks(place.path("guests.nix/a")) }
    #expect(throws: Failure.self) {
      try Paths.followingLinks(place.path(String(repeating: "a", count: 300)))
    }
    let missing = place.path("missing.nix")
    #expect(try Paths.followingLinks(missing) == missing)
  }
}
