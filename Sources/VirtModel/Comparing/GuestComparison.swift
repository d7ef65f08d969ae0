import NixAST

/// Compares the paragraphs of a guest in two modules.
struct GuestComparison {
  private let old: [String: Expr]?
  private let new: [String: Expr]?

  init(_ old: [String: Expr]?, _ new: [String: Expr]?) {
    self.old = old
    self.new = new
  }

  func change(of name: String) -> ModuleChanges.GuestChange? {
    guard let old else {
      return ModuleChanges.GuestChange(name: name, details: [], effect: .appears)
    }
    guard let new else {
      return ModuleChanges.GuestChange(name: name, details: [], effect: .disappears)
    }
    var details: [String] = []
    var keys: Set<String> = []
    for key in Set(old.keys).union(new.keys).sorted(by: Self.isBefore) where key != "definition" {
      let told = Self.told(key, old[key], new[key])
      if !told.isEmpty { keys.insert(key) }
      details += told
    }
    // Words of QEMU and systemd that follow from these keys.
    if keys.contains(where: { GuestCapabilities.attributes[$0]?.implies ?? false }), !hasPassthrough
    {
      details.removeAll { $0.hasPrefix("devices") || $0.hasPrefix("serviceConfig") }
    }
    guard !details.isEmpty else { return nil }
    return ModuleChanges.GuestChange(
      name: name, details: details, effect: effect(keys, isInstalledByImage: new["image"] != nil))
  }

  /// Devices of the host are named among the arguments alone.
  private var hasPassthrough: Bool {
    [old, new].contains { guest in
      guard case .list(let list)? = guest?["devices"] else { return false }
      return list.elements.contains { element in
        ["vfio-pci,", "usb-host,"].contains { element.expr.plainText?.hasPrefix($0) ?? false }
      }
    }
  }

  private static func told(_ key: String, _ old: Expr?, _ new: Expr?) -> [String] {
    if [old, new].contains(where: { $0?.mayHoldPrivateKey ?? false }) {
      return old == new ? [] : ["\(key) changed"]
    }
    return switch (old, new) {
    case (let old?, let new?):
      new.differences(from: old).map { difference in
        let place = difference.path.isEmpty ? "" : difference.suffix
        return "\(key)\(place) \(ChangeWords.told(difference.change, key: key))"
      }
    case (let old?, nil): ["\(key) \(ChangeWords.told(.removed(old), key: key))"]
    case (nil, let new?): ["\(key) \(ChangeWords.told(.added(new), key: key))"]
    case (nil, nil): []
    }
  }

  private func effect(_ keys: Set<String>, isInstalledByImage: Bool) -> ModuleChanges.Effect {
    let restarts = keys.contains { key in
      switch GuestCapabilities.attributes[key]?.effect ?? .restarts {
      case .restarts: true
      case .runsOn: false
      case .restartsImages: isInstalledByImage
      }
    }
    guard restarts else { return .runsOn }
    if new?["restartOn"] == .str(RestartReason.never.rawValue) { return .waits }
    return .restarts
  }

  /// What people ask for first, and then by name.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    let (a, b) = (rank(left), rank(right))
    return a == b ? left < right : a < b
  }

  private static func rank(_ name: String) -> Int {
    let first = GuestCapabilities.firstAttributes
    return first.firstIndex(of: name) ?? first.count
  }
}

extension Difference {
  /// The place behind a key: `[0].mac`, `.data`.
  fileprivate var suffix: String {
    if case .element = path.first { location } else { ".\(location)" }
  }
}

/// Values in messages.
enum ChangeWords {
  /// `1 GiB → 2 GiB`, `added: 5 GiB`, `removed`.
  static func told(_ change: Difference.Change, key: String) -> String {
    switch change {
    case .added(let value): short(value, key).map { "added: \($0)" } ?? "added"
    case .removed(let value): short(value, key).map { "removed: \($0)" } ?? "removed"
    case .changed(let old, let new):
      if let old = short(old, key), let new = short(new, key) {
        "\(old) → \(new)"
      } else {
        "changed"
      }
    }
  }

  /// A value that fits into a line: sizes in words, texts as they are, the rest as Nix writes it.
  private static func short(_ value: Expr, _ key: String) -> String? {
    if let text = value.plainText {
      if GuestCapabilities.isSize(key), let size = try? Size(parsing: text) {
        return size.readable
      }
      return text.utf8.count <= 60 && !text.utf8.contains(where: ASCII.isControl) ? text : nil
    }
    guard let text = try? value.rendered(), text.utf8.count <= 41, !text.dropLast().contains("\n")
    else { return nil }
    return text.last == "\n" ? String(text.dropLast()) : text
  }
}
