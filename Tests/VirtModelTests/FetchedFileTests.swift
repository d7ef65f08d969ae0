import TestSupport
import Testing

@testable import VirtModel

private let nixHash = ExternalTool.find("nix-hash")

/// Hashes and addresses of files that Nix fetches.
@Suite("Files that Nix fetches")
struct FetchedFileTests {
  /// Of "hello", by sha256sum and nix-hash.
  private static let hex = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
  private static let sri = "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
  private static let nix32 = "094qif9n4cq4fdg459qzbhg1c6wywawwaaivx0k0x8xhbyx4vwic"
  private static let base64 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="

  @Test(
    "a hash is read in every form that programs print",
    arguments: [
      sri, hex, hex.uppercased(), nix32, base64, "sha256:\(hex)", "sha256:\(nix32)", "  \(hex)\n",
      "\(hex)  debian.qcow2", "\(hex) *debian.qcow2", "\(hex)  ./images/debian.qcow2\r\n",
      "SHA256 (debian.qcow2) = \(hex)",
      "RMD160 (debian.qcow2) = 00\nSHA256 (debian.qcow2) = \(hex)",
      "# sums\n\(hex)  debian.qcow2\n",
      "\(String(repeating: "0", count: 64))  other.qcow2\n\(hex)  debian.qcow2\n",
    ])
  func forms(text: String) throws {
    #expect(try FileHash(parsing: text, file: "debian.qcow2").description == Self.sri, "\(text)")
  }

  @Test("SHA-512 in its forms")
  func sha512() throws {
    let hex =
      "9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c"
      + "4663475c2e5c3adef46f73bcdec043"
    let sri =
      "sha512-m3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw=="
    #expect(try FileHash(parsing: hex, file: nil).description == sri)
    #expect(try FileHash(parsing: sri, file: nil).description == sri)
    #expect(try FileHash(parsing: "SHA512 (a) = \(hex)", file: "a").description == sri)
  }

  @Test("a path of Nix that begins with a slash is absolute, others are relative")
  func nixPaths() throws {
    let path = try #require(AbsolutePath("/srv/a"))
    #expect(SourcePath(nixPath: "/srv/a") == .absolute(path))
    #expect(SourcePath(nixPath: "./srv/a") == .relative("./srv/a"))
  }

  @Test("other texts are refused, with the reason")
  func refused() {
    func problem(_ text: String) -> FileHash.Problem? {
      do throws(FileHash.Problem) {
        _ = try FileHash(parsing: text, file: "debian.qcow2")
        return nil
      } catch { return error }
    }
    #expect(problem("5d41402abc4b2a76b9719d911017c592") == .weak("md5"))
    #expect(problem("aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d") == .weak("sha1"))
    #expect(problem("sha1:aaf4") == .weak("sha1"))
    #expect(problem("\(Self.hex)  other.qcow2") == .otherFile("other.qcow2"))
    for text in [
      "", "x", String(Self.hex.dropLast()), Self.sri + "=", "sha384-\(Self.base64)",
      "sha512:\(Self.hex)", String(Self.nix32.dropLast()) + "e", "\(Self.hex)\n\(Self.hex)",
      // The digits of base 32 have one bit more than 32 bytes.
      "z" + Self.nix32.dropFirst(), "é" + Self.hex.dropFirst(), "SHA256 (a = \(Self.hex)",
      ") =  (", "\(Self.hex)x",
    ] {
      #expect(problem(text) == .malformed, "\(text)")
    }
  }

  @Test("only canonical SRI is a value")
  func canonical() {
    #expect(FileHash(sri: Self.sri) != nil)
    // The last digit has bits that are not part of the hash.
    #expect(FileHash(sri: Self.sri.replacing("CQ=", with: "CR=")) == nil)
    #expect(FileHash(sri: "SHA256-\(Self.base64)") == nil)
    #expect(FileHash(sri: Self.base64) == nil)
  }

  @Test("Nix reads the same", .enabled(if: nixHash != nil, "nix-hash is not installed"))
  func agreement() throws {
    var random = RandomSource(seed: 23)
    for algorithm in FileHash.Algorithm.allCases {
      for _ in 0..<4 {
        let hex = (0..<algorithm.count).map { _ in
          let byte = UInt8.random(in: 0...255, using: &random)
          return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        let result = try ExternalTool.run(
          try #require(nixHash), ["--to-base32", "--type", algorithm.rawValue, hex])
        #expect(
          try FileHash(parsing: result.output, file: nil) == FileHash(parsing: hex, file: nil))
      }
    }
  }

  @Test("addresses, their file names, and their names in the store")
  func addresses() throws {
    let cases: [(String, String, String?)] = [
      ("https://example.org/a/debian.qcow2", "debian.qcow2", nil),
      ("HTTP://example.org:80/debian.qcow2", "debian.qcow2", nil),
      ("https://example.org/get.php?file=/a b".replacing(" ", with: "%20"), "get.php", "get.php"),
      ("https://example.org/d.img?x=1&y=2", "d.img", "d.img"),
      ("https://example.org/d.img?x=1", "d.img", nil),
      ("https://example.org/%E2%82%AC", "%E2%82%AC", "E282AC"),
      ("ftp://[2001:db8::1]/.hidden", ".hidden", "hidden"),
      ("https://example.org/~", "~", "image"),
    ]
    for (text, file, store) in cases {
      let address = try WebAddress(parsing: text)
      #expect(address.fileName == file)
      #expect(address.storeName == store, "\(text)")
    }
    let wrong: [(String, WebAddress.Problem)] = [
      ("debian.qcow2", .scheme), ("file:///debian.qcow2", .scheme), ("", .scheme),
      ("https://", .incomplete), ("https://example.org", .incomplete), ("https:///x", .incomplete),
      ("https://example.org/", .incomplete), ("https://:80/x", .incomplete),
      ("https://a:b@example.org/x", .login), ("https://a b", .character),
      ("https://example.org/ä", .character), ("https://example.org/\"", .character),
      ("https://example.org/a\nb", .character),
    ]
    for (text, problem) in wrong {
      #expect(throws: problem, "\(text)") { try WebAddress(parsing: text) }
    }
  }
}
