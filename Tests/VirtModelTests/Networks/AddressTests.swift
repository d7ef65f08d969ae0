import Testing

@testable import VirtModel

@Suite("IPv6 addresses and ports")
struct AddressTests {
  @Test(
    "addresses in the form of RFC 5952",
    arguments: [
      ("::", "::"), ("::1", "::1"), ("FD00::1", "fd00::1"),
      ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
      ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"), ("fe80::", "fe80::"),
      ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
      ("0001:02:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
    ])
  func addresses(text: String, description: String) {
    #expect(IPv6Address(text)?.description == description)
  }

  @Test(
    "texts that are no addresses",
    arguments: [
      "", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::",
      "fe80::1%eth0",
      "::1.2.3.4", "1:2:3:4:5:6:7:8::", ":1:2:3:4:5:6:7", "+1::", " ::1",
    ])
  func noAddresses(text: String) {
    #expect(IPv6Address(text) == nil)
  }

  @Test("networks")
  func networks() throws {
    #expect(IPv6Subnet("fd00::/64")?.description == "fd00::/64")
    #expect(try IPv6Subnet("::/0")?.contains(#require(IPv6Address("ffff::1"))) == true)
    #expect(try IPv6Subnet("fd00::1/128")?.contains(#require(IPv6Address("fd00::1"))) == true)
    #expect(try IPv6Subnet("fd00::/64")?.contains(#require(IPv6Address("fd00:0:0:1::1"))) == false)
    #expect(try IPv6Subnet("fd00::/60")?.contains(#require(IPv6Address("fd00:0:0:f::1"))) == true)
    for text in ["fd00::1/64", "fd00::/129", "fd00::", "fd00::/064", "fd00::/", "/64"] {
      #expect(IPv6Subnet(text) == nil)
    }
  }

  @Test("link-local addresses of cards")
  func linkLocal() throws {
    let mac = try #require(MACAddress("52:54:00:12:34:56"))
    #expect(IPv6Address(linkLocalOf: mac).description == "fe80::5054:ff:fe12:3456")
  }

  @Test("ports")
  func ports() {
    for text in ["443", "8000-8099", "1-65535"] {
      #expect(PortRange(text)?.description == text)
    }
    for text in ["0", "65536", "2-1", "1-", "-1", "01", "+1", "1-2-3", "", "a"] {
      #expect(PortRange(text) == nil)
    }
  }
}
