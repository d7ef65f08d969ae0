import Testing

@testable import VirtModel

@Suite("Places of the host")
struct HostPlaceTests {
  /// systemd.exec(5), `ProtectHome=`.
  @Test(
    "ProtectHome= hides the homes, and all that is in them",
    arguments: [
      ("/home", true), ("/home/me/x", true), ("/home/\u{301}a", true), ("/run/user", true),
      ("/root", true), ("/homes/a", false), ("/run", false), ("/srv/home", false), ("/", false),
    ])
  func homes(path: String, isHome: Bool) throws {
    #expect(try #require(AbsolutePath(path)).isHome == isHome)
  }

  @Test("device nodes have their directory before the name, whatever that starts with")
  func devices() throws {
    for (path, isDevice) in [("/dev/sda", true), ("/dev/\u{301}a", true), ("/dev", false)] {
      #expect(try #require(AbsolutePath(path)).isDevice == isDevice, "\(path)")
    }
  }

  @Test("a directory is not below itself, nor below one whose name starts like its own")
  func below() throws {
    for path in ["/home", "/home\u{301}/a", "/homes/a"] {
      #expect(try !#require(AbsolutePath(path)).isBelow("/home"), "\(path)")
    }
    #expect(try #require(AbsolutePath("/home")).isBelow("/"))
  }
}
