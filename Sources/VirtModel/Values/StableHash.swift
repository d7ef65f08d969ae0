/// A hash of 64 bits that is the same in every run and in every version of nixvirt, which Swift's own is
/// not: FNV-1a, with the finalizer of MurmurHash3, so that all bits depend on all of what was added.
struct StableHash {
  /// FNV-1a of what was added.
  private(set) var state: UInt64 = 0xCBF2_9CE4_8422_2325

  init() {}

  init(_ text: String) { add(text) }

  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { for byte in $0 { add(byte) } }
  }

  mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// Adds the eight bytes of a number.
  mutating func add(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  /// The hash of everything that was added.
  var value: UInt64 {
    var hash = state
    hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
    hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return hash ^ hash >> 33
  }
}

extension String {
  /// FNV-1a alone. Where a few names are searched through, comparing it first is faster than comparing
  /// texts or hashing them for a table.
  package var fnv1a: UInt64 { StableHash(self).state }
}
