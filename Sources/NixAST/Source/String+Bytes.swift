extension String {
  /// The UTF-8 of a string.
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Gives the bytes of the string where they are, without a copy if there can be one.
  @inline(__always)
  func withBytes<Result>(_ read: (Bytes) -> Result) -> Result {
    utf8.withContiguousStorageIfAvailable(read) ?? Array(utf8).withUnsafeBufferPointer(read)
  }

  /// A number that tells most texts apart: where a few names are searched through, comparing it first
  /// is faster than comparing texts or hashing them for a table. It may be another one tomorrow.
  package var mark: UInt64 {
    withBytes { bytes in
      var mark: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in bytes { mark = (mark ^ UInt64(byte)) &* 0x100_0000_01B3 }
      return mark
    }
  }
}
