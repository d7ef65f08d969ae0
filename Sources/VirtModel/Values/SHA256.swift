/// The hash function SHA-256, FIPS 180-4: for names of contents that must not change between versions
/// of nixvirt, of Swift, or of the machine.
enum SHA256 {
  /// The hash of a text's UTF-8, as 32 bytes.
  static func hash(_ text: String) -> [UInt8] { hash(Array(text.utf8)) }

  /// The hash of bytes, as 32 bytes.
  static func hash(_ bytes: [UInt8]) -> [UInt8] {
    let bits = UInt64(bytes.count) * 8
    var message = bytes
    message.append(0x80)
    message += repeatElement(0, count: (120 - message.count % 64) % 64)
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
    var state = initial
    // Each guest has several hashes: the arrays are made once, and looked into without checks.
    var words = [UInt32](repeating: 0, count: 64)
    message.withUnsafeBufferPointer { message in
      constants.withUnsafeBufferPointer { constants in
        words.withUnsafeMutableBufferPointer { words in
          for start in stride(from: 0, to: message.count, by: 64) {
            expand(message, from: start, into: words)
            compress(words, constants, into: &state)
          }
        }
      }
    }
    return [UInt8](unsafeUninitializedCapacity: 32) { bytes, count in
      for place in 0..<32 {
        let shift = UInt32(24 - place % 4 * 8)
        bytes.initializeElement(
          at: place, to: UInt8(truncatingIfNeeded: state[place / 4] >> shift))
      }
      count = 32
    }
  }

  /// The 64 words of a block of 64 bytes.
  private static func expand(
    _ message: UnsafeBufferPointer<UInt8>, from start: Int,
    into words: UnsafeMutableBufferPointer<UInt32>
  ) {
    for n in 0..<16 {
      let place = start + 4 * n
      words[n] =
        UInt32(message[place]) << 24 | UInt32(message[place + 1]) << 16
        | UInt32(message[place + 2]) << 8 | UInt32(message[place + 3])
    }
    for n in 16..<64 {
      let (w15, w2) = (words[n - 15], words[n - 2])
      let s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ w15 >> 3
      let s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ w2 >> 10
      words[n] = words[n - 16] &+ s0 &+ words[n - 7] &+ s1
    }
  }

  private static func compress(
    _ words: UnsafeMutableBufferPointer<UInt32>, _ constants: UnsafeBufferPointer<UInt32>,
    into state: inout SIMD8<UInt32>
  ) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for n in 0..<64 {
      let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      let first = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ constants[n] &+ words[n]
      let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      let second = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    state &+= SIMD8(a, b, c, d, e, f, g, h)
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  // The first 32 bits of the fractional parts of roots of primes.

  private static let initial: SIMD8<UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
