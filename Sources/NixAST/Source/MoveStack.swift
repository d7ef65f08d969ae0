/// A stack of values of any kind that has one owner, like ``Stack``. Values are moved in and out: no
/// references are counted, and nothing is checked but the number of values.
struct MoveStack<Element>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private var capacity = 16
  private(set) var count = 0

  init() { base = .allocate(capacity: capacity) }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  @inline(__always)
  mutating func append(_ element: consuming Element) {
    if count == capacity { grow() }
    (base + count).initialize(to: element)
    count += 1
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }

  @inline(__always)
  mutating func removeLast() -> Element {
    precondition(count > 0, "nothing to remove")
    count -= 1
    return (base + count).move()
  }

  /// Takes the last values, in their order.
  @inline(__always)
  mutating func take(_ number: Int) -> [Element] {
    if number == 0 { return [] }
    // An array of any length is made by a function that is not specialized for the type.
    if number == 1 { return [removeLast()] }
    if number == 2 {
      let second = removeLast()
      return [removeLast(), second]
    }
    precondition(number > 0 && number <= count, "nothing to remove")
    count -= number
    return [Element](unsafeUninitializedCapacity: number) { buffer, initialized in
      buffer.baseAddress?.moveInitialize(from: base + count, count: number)
      initialized = number
    }
  }
}
