// Names, and whether they come twice.

extension DirectWriter {
  // MARK: - Writing

  /// Writes an attribute path.
  mutating func path(_ path: Attrpath) -> Bool {
    guard name(path.first) else { return false }
    for next in path.rest {
      add(".")
      guard name(next) else { return false }
    }
    return true
  }

  private mutating func name(_ name: AttrName) -> Bool {
    if name.isBare {
      add(name.text)
      return true
    }
    switch name.kind {
    case .fixed(let text):
      otherNames += 1
      quoted(text)
      return true
    case .dynamic(let expr):
      otherNames += 1
      return interpolation(expr)
    case .interpolated(let string):
      otherNames += 1
      return quoted(string)
    }
  }

  /// Writes a name, in quotes if it needs them.
  mutating func fixedName(_ text: String, isQuoted: Bool) {
    let isWritten = text.withBytes { bytes in
      guard !isQuoted, Identifier.isBareName(bytes) else { return false }
      out.append(contentsOf: bytes)
      return true
    }
    if isWritten { return }
    otherNames += 1
    quoted(text)
  }

  // MARK: - Names that come twice

  /// Refuses bindings of which two may bind the same.
  mutating func checkNames(of bindings: [Binding]) {
    let start = names.count
    defer { names.cut(to: start) }
    for binding in bindings {
      switch binding {
      case .attr(let attr):
        let name = attr.path.first
        if name.isFixed { names.append(Self.seed.adding(name.text)) }
      case .inherit(let inherit):
        if inherit.names.isEmpty { isRefused = true }
        for name in inherit.names { names.append(Self.seed.adding(name.text)) }
      }
    }
    if !hasRepeated(from: start) { return }
    // Names that are alike at first only: no path may be another one, or the start of one.
    names.cut(to: start)
    for binding in bindings {
      switch binding {
      case .attr(let attr):
        var hash = Self.seed
        guard hash.add(attr.path.first) else { continue }
        guard attr.path.rest.allSatisfy({ hash.add($0) }) else { continue }
        names.append(hash)
      case .inherit(let inherit):
        for name in inherit.names { names.append(Self.seed.adding(name.text)) }
      }
    }
    guard hasRepeated(from: start) || hasStart(of: bindings, from: start) else { return }
    // Sets that are given in parts may be one set.
    if !TreeWriter.hasUniqueNames(.attrSet(AttrSet(bindings))) { isRefused = true }
  }

  /// Refuses a pattern in which a name comes twice.
  mutating func checkNames(of pattern: Pattern) {
    let start = names.count
    defer { names.cut(to: start) }
    for formal in pattern.formals { names.append(Self.seed.adding(formal.name.name)) }
    if let bind = pattern.bind { names.append(Self.seed.adding(bind.name)) }
    if hasRepeated(from: start) { isRefused = true }
  }

  fileprivate static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Whether hashes from one on have two that are the same. Sorts them if they are many.
  private mutating func hasRepeated(from start: Int) -> Bool {
    if names.count - start > 24 {
      names.sort(from: start)
      for index in (start + 1)..<names.count where names[index] == names[index - 1] { return true }
      return false
    }
    var index = start + 1
    while index < names.count {
      let hash = names[index]
      for other in names.view[start..<index] where other == hash { return true }
      index += 1
    }
    return false
  }

  /// Whether the start of a path is one of the hashes from one on.
  private mutating func hasStart(of bindings: [Binding], from start: Int) -> Bool {
    names.sort(from: start)
    for case .attr(let attr) in bindings where !attr.path.rest.isEmpty {
      var hash = Self.seed
      guard hash.add(attr.path.first) else { continue }
      if names.contains(hash, from: start) { return true }
      // With the last name it is the path itself.
      for name in attr.path.rest.dropLast() {
        guard hash.add(name) else { break }
        if names.contains(hash, from: start) { return true }
      }
    }
    return false
  }
}

extension UInt64 {
  /// The hash of a path with one name more. No two names side by side are like one.
  fileprivate func adding(_ name: String) -> UInt64 {
    name.withBytes { bytes in
      var hash = self
      var index = 0
      while index + 8 <= bytes.count {
        hash = hash.mixed(with: ByteSearch.word(bytes, at: index))
        index += 8
      }
      // The rest after a one, so that zeros count.
      var rest: UInt64 = 1
      while index < bytes.count {
        rest = rest << 8 | UInt64(bytes[index])
        index += 1
      }
      return hash.mixed(with: rest)
    }
  }

  @inline(__always)
  private func mixed(with word: UInt64) -> UInt64 {
    let product = (self ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }

  /// Adds a name to the hash of a path; false for a computed one.
  fileprivate mutating func add(_ name: AttrName) -> Bool {
    guard name.isFixed else { return false }
    self = adding(name.text)
    return true
  }
}

extension Stack<UInt64> {
  /// Sorts the values from one on.
  fileprivate mutating func sort(from start: Int) {
    let sorted = view[start...].sorted()
    cut(to: start)
    for value in sorted { append(value) }
  }

  /// Whether a value is among sorted ones from an index on.
  fileprivate func contains(_ value: UInt64, from start: Int) -> Bool {
    var (low, high) = (start, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == value
  }
}
