extension String {
  /// The UTF-8 of a string.
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Gives the bytes of the string where they are, without a copy if there can be one.
  @inline(__always)
  func withBytes<Result>(_ read: (Bytes) -> Result) -> Result {
    utf8.withContiguousStorageIfAvailable(read) ?? Array(utf8).withUnsafeBufferPointer(read)
  }
}
