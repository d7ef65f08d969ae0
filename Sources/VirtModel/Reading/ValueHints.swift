import NixAST

/// Suggestions for values that are nearly right, or nil.
enum ValueHints {
  /// `"1.5g"` is `"1536m"`, `"1 g"` is `"1g"`.
  static func size(_ text: String) -> String? {
    let compact = text.lowercased().filter { $0 != " " }
    if (try? Size(parsing: compact)) != nil { return "write \"\(compact)\"" }
    let number = compact.prefix { "0123456789.,".contains($0) }
    let parts = number.split(separator: number.contains(",") ? "," : ".", maxSplits: 1)
    let unit = "kmgt".firstIndex { $0 == compact.dropFirst(number.count).first }
    guard let unit, let whole = parts.first.flatMap({ Int64($0) }), whole < 1 << 20 else {
      return nil
    }
    let name = "kmgt"[unit]
    guard parts.count == 2 else { return "write \"\(whole)\(name)\"" }
    guard parts[1].utf8.count <= 6, let fraction = Int64(parts[1]), unit > "kmgt".startIndex else {
      return nil
    }
    let scale = parts[1].utf8.reduce(Int64(1)) { scale, _ in scale * 10 }
    let smaller = "kmgt"["kmgt".index(before: unit)]
    return "write \"\(whole * 1024 + fraction * 1024 / scale)\(smaller)\""
  }

  /// `"yes"` is `true`.
  static func bool(_ value: DataValue) -> String? {
    switch value.kind {
    case .int(1): return "write true"
    case .int(0): return "write false"
    case .string(let text):
      switch text.lowercased() {
      case "true", "false": return "write \(text.lowercased()) without quotes"
      case "yes", "on", "1", "y", "enable", "enabled", "always": return "write true"
      case "no", "off", "0", "n", "disable", "disabled", "never": return "write false"
      default: return nil
      }
    default: return nil
    }
  }

  /// 250 is `"250%"`.
  static func quota(_ value: DataValue) -> String? {
    switch value.kind {
    case .int(let percent) where percent > 0: "write \"\(percent)%\""
    case .string(let text) where CPUQuota("\(text)%") != nil: "write \"\(text)%\""
    default: nil
    }
  }

  /// `[ 2 3 ]` is `"2-3"`.
  static func cpuList(_ value: DataValue) -> String? {
    switch value.kind {
    case .int(let cpu) where cpu >= 0: return "write \"\(cpu)\""
    case .list(let values):
      let parts = values.compactMap { value -> String? in
        switch value.kind {
        case .int(let cpu) where cpu >= 0 && cpu < 1 << 16: String(cpu)
        case .string(let text) where CPUList(text) != nil: text
        default: nil
        }
      }
      guard !parts.isEmpty, parts.count == values.count else { return nil }
      return "write \"\(ranges(parts))\""
    default: return nil
    }
  }

  /// Numbers that follow each other as a range.
  private static func ranges(_ parts: [String]) -> String {
    var result: [String] = []
    var run: ClosedRange<Int>?
    func end() {
      guard let run else { return }
      result.append(run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)")
    }
    for part in parts {
      guard let number = Int(part) else {
        end()
        run = nil
        result.append(part)
        continue
      }
      if let before = run, before.upperBound + 1 == number {
        run = before.lowerBound...number
      } else {
        end()
        run = number...number
      }
    }
    end()
    return result.joined(separator: ",")
  }

  /// `52-54-00-12-34-56` and `525400123456` are `"52:54:00:12:34:56"`.
  static func macAddress(_ value: DataValue) -> String? {
    guard case .string(let text) = value.kind else { return nil }
    let digits = Array(text.lowercased().filter { !"-.: ".contains($0) })
    guard digits.count == 12 else { return nil }
    let pairs = stride(from: 0, to: 12, by: 2).map { String(digits[$0...($0 + 1)]) }
    return MACAddress(pairs.joined(separator: ":")).map { "write \"\($0)\"" }
  }

  /// 1 is `"localhost:1"`.
  static func vncDisplay(_ value: DataValue) -> String? {
    let text: String
    switch value.kind {
    case .int(let number): text = "localhost:\(number)"
    case .string(let number): text = "localhost:\(number)"
    default: return nil
    }
    return VNCDisplay(text) == nil ? nil : "write \"\(text)\""
  }

  /// `"90"` and `"90s"` are 90, of one that counts seconds.
  static func integer(_ value: DataValue, unit: String?) -> String? {
    guard case .string(let text) = value.kind else { return nil }
    if Int(text) != nil { return "write \(text) without quotes" }
    guard let unit, text.hasSuffix(unit) else { return nil }
    return Int(text.dropLast(unit.utf8.count)).map { "write \($0)" }
  }

  /// `"01:00.0"` is `"0000:01:00.0"`.
  static func pciAddress(_ text: String) -> String? {
    PCIAddress("0000:\(text)").map { "write \"\($0)\"" }
  }

  /// A web address needs a hash; `disk.qcow2` is `./disk.qcow2`.
  static func sourcePath(_ text: String, noun: String) -> String? {
    if text.contains("://") {
      return noun == "a NixOS module"
        ? "download it, and write its path, as in ./guest.nix"
        : "write a set with its hash: { url = \"…\"; hash = \"sha256-…\"; }; nixvirt image URL SUM"
          + " prints it"
    }
    if text.hasPrefix("#") || text.contains("\n") {
      return "write it to a file, and the path of that, as in ./file"
    }
    let isPlain = text.utf8.allSatisfy { ASCII.isNameByte($0) || $0 == UInt8(ascii: "/") }
    return isPlain && !text.isEmpty && text.utf8.last != UInt8(ascii: "/")
      ? "write ./\(text) for a file in the same directory as the description" : nil
  }

  /// A value in place of a set that has it: of a backup's `keep`, of `nat`, of `snapshot`.
  static func set(_ value: DataValue, _ path: DataPath) -> String? {
    switch (path.description.split(separator: ".").last ?? "", value.kind) {
    case ("keep", .int(let count)) where count > 0: "write { count = \(count); }"
    case ("nat", .string(let subnet)) where IPv4Subnet(text: subnet) != nil:
      "write { subnet = \(quoted(subnet)); }"
    case ("snapshot", .bool(true)): "write { }"
    default: nil
    }
  }

  /// `sda` is `/dev/sda`; other relative paths could be anywhere.
  static func hostPath(_ value: DataValue) -> String? {
    guard case .string(let text) = value.kind, text.utf8.first != UInt8(ascii: "/") else {
      return nil
    }
    let isDevice =
      ["sd", "vd", "nvme"].contains(where: text.hasPrefix)
      && text.utf8.allSatisfy(ASCII.isNameByte)
    return isDevice
      ? "write \"/dev/\(text)\"" : "write an absolute path, as in \"/srv/data\""
  }

  /// A list where the elements have names.
  static func map(_ value: DataValue, _ path: DataPath) -> String? {
    guard case .list = value.kind else { return nil }
    return "give each a name: \(path) = { NAME = { … }; };"
  }

  /// A text that was written without quotes, and is a path then, or one in a list of its own.
  static func text(_ value: DataValue) -> String? {
    switch value.kind {
    case .path(let text): return "write it in quotes: \(quoted(text))"
    case .list(let values):
      guard values.count == 1, case .string? = values.first?.kind else { return nil }
      return "write it without the brackets"
    default: return nil
    }
  }
}
