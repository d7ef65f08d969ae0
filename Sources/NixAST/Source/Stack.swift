/// An array of plain values that has one owner. Unlike an `Array`, it is never shared, so that adding
/// a value needs no check whether somebody else sees the memory. Indices are checked as in an array.
struct Stack<Element: BitwiseCopyable>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0
  /// Whether the memory is its own, not that of an array that is made.
  private var ownsMemory: Bool

  /// A stack with room for some values; room that is not needed after all is never touched.
  init(capacity: Int = 0) {
    self.capacity = max(capacity, 16)
    base = .allocate(capacity: self.capacity)
    ownsMemory = true
  }

  /// A stack in the memory of an array that is made, as long as there is room.
  init(in buffer: UnsafeMutableBufferPointer<Element>) {
    ownsMemory = buffer.baseAddress == nil
    capacity = ownsMemory ? 16 : buffer.count
    base = buffer.baseAddress ?? .allocate(capacity: capacity)
  }

  deinit { if ownsMemory { base.deallocate() } }

  /// Leaves the values in the memory that the stack was made in, and gives their number; if they did not
  /// fit, gives them as another array.
  func settle(orIn other: inout [Element]?) -> Int {
    if !ownsMemory { return count }
    other = array()
    return 0
  }

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  @inline(__always)
  var last: Element? { count == 0 ? nil : base[count - 1] }

  /// The values, up to the next change.
  @inline(__always)
  var view: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  /// The values as an array of their size.
  func array() -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { buffer, count in
      buffer.baseAddress?.update(from: base, count: self.count)
      count = self.count
    }
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "no such element")
      return base[index]
    }
    set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "no such element")
      base[index] = newValue
    }
  }

  /// The value on top, which must be there.
  @inline(__always)
  var top: Element {
    get { self[count - 1] }
    set { self[count - 1] = newValue }
  }

  // MARK: - Adding and removing

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow(to: capacity * 2) }
    base[count] = element
    count += 1
  }

  @inline(__always)
  mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) { appendMany(elements) }

  /// Makes room for values after the last one.
  @inline(__always)
  fileprivate mutating func reserve(_ more: Int) {
    if capacity - count < more { grow(to: max(capacity * 2, count + more)) }
  }

  /// Where the next value comes.
  @inline(__always)
  fileprivate var end: UnsafeMutablePointer<Element> { base + count }

  /// Takes values in that were written after the last one.
  @inline(__always)
  fileprivate mutating func grown(by more: Int) { count += more }

  fileprivate mutating func appendMany(_ elements: UnsafeBufferPointer<Element>) {
    guard let start = elements.baseAddress else { return }
    if capacity - count < elements.count { grow(to: max(capacity * 2, count + elements.count)) }
    (base + count).update(from: start, count: elements.count)
    count += elements.count
  }

  /// Adds a value some times.
  mutating func append(_ element: Element, count more: Int) {
    if capacity - count < more { grow(to: max(capacity * 2, count + more)) }
    for index in count..<max(count + more, count) { base[index] = element }
    count = max(count + more, count)
  }

  @inline(never)
  private mutating func grow(to size: Int) {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: size)
    larger.update(from: base, count: count)
    if ownsMemory { base.deallocate() }
    base = larger
    capacity = size
    ownsMemory = true
  }

  @inline(__always)
  @discardableResult
  mutating func removeLast() -> Element {
    precondition(count > 0, "nothing to remove")
    count -= 1
    return base[count]
  }

  @inline(__always)
  mutating func popLast() -> Element? {
    if count == 0 { return nil }
    count -= 1
    return base[count]
  }

  /// Leaves the first values only.
  @inline(__always)
  mutating func cut(to length: Int) {
    precondition(length >= 0 && length <= count, "nothing to remove")
    count = length
  }

  /// Leaves some values out; those behind them move there.
  mutating func remove(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "nothing to remove")
    (base + range.lowerBound).update(from: base + range.upperBound, count: count - range.upperBound)
    count -= range.count
  }

  /// Turns the order of the values from one on around.
  @inline(__always)
  mutating func reverse(from start: Int) {
    var low = start
    var high = count - 1
    while low < high {
      (base[low], base[high]) = (base[high], base[low])
      low += 1
      high -= 1
    }
  }
}

extension Stack<UInt8> {
  /// Adds bytes. Most are a few: a call that copies memory takes longer than they do.
  @inline(__always)
  mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
    let length = bytes.count
    guard length <= 16, let source = UnsafeRawPointer(bytes.baseAddress) else {
      return appendMany(bytes)
    }
    reserve(length)
    let target = UnsafeMutableRawPointer(end)
    if length >= 8 {
      let (first, last) = (
        source.loadUnaligned(as: UInt64.self),
        source.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
      )
      target.storeBytes(of: first, as: UInt64.self)
      target.storeBytes(of: last, toByteOffset: length - 8, as: UInt64.self)
    } else if length >= 4 {
      let (first, last) = (
        source.loadUnaligned(as: UInt32.self),
        source.loadUnaligned(fromByteOffset: length - 4, as: UInt32.self)
      )
      target.storeBytes(of: first, as: UInt32.self)
      target.storeBytes(of: last, toByteOffset: length - 4, as: UInt32.self)
    } else {
      for index in 0..<length {
        target.storeBytes(of: bytes[index], toByteOffset: index, as: UInt8.self)
      }
    }
    grown(by: length)
  }

  /// Adds the bytes of a text.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
