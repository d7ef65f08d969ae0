extension String {
  /// The UTF-8 of a string.
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Gives the bytes of the string where they are, without a copy if there can be one.
  @inline(__always)
  func withBytes<Result>(_ read: (Bytes) -> Result) -> Result {
    utf8.withContiguousStorageIfAvailable(read) ?? Array(utf8).withUnsafeBufferPointer(read)
  }

  /// FNV-1a of 64 bits, the same in every run, which Swift's own hash is not. Where a few names are
  /// searched through, comparing it first is faster than comparing texts or hashing them for a table.
  package var fnv1a: UInt64 {
    withBytes { bytes in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      return hash
    }
  }
}
