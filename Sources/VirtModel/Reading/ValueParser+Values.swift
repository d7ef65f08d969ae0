import NixAST

// Parsers of the typed values.

extension ValueParser where Value == Size {
  static var size: ValueParser {
    let noun = "a size"
    let parser = text(noun, pattern: "^[0-9]+[kKmMgGtT]([iI]?[bB])?$") {
      text, value, path, diagnostics in
      do throws(Size.Problem) {
        return try Size(parsing: text)
      } catch {
        let rule =
          switch error {
          case .malformed, .unitMissing: "an integer and one of k, m, g, t, as in \"512m\""
          case .zero: "it must be greater than zero"
          case .tooLarge: "it is too large"
          }
        diagnostics.report(
          error == .unitMissing
            ? .sizeWithoutUnit(text, path: path, at: value.range)
            : .malformed(
              .invalidSize, text, noun, rule: rule, path: path, at: value.range,
              suggestion: error == .malformed ? ValueHints.size(text) : nil))
        return nil
      }
    }
    return ValueParser(shape: parser.shape) { value, path, diagnostics in
      if case .int(let count) = value.kind {
        diagnostics.report(.sizeWithoutUnit(String(count), path: path, at: value.range))
        return nil
      }
      return parser.read(value, path, &diagnostics)
    }
  }
}

extension ValueParser where Value == SSHPublicKey {
  static var sshKey: ValueParser {
    let types = SSHPublicKey.types.joined(separator: "|").replacing(".", with: "\\.")
    return text("an OpenSSH public key", pattern: "^\\s*(\(types))[ \\t]+[A-Za-z0-9+/]+=*(\\s|$)") {
      text, value, path, diagnostics in
      do throws(SSHPublicKey.Problem) {
        return try SSHPublicKey(parsing: text)
      } catch {
        diagnostics.report(.invalidSSHKey(error, path: path, at: value.range))
        return nil
      }
    }
  }
}

extension ValueParser where Value == InterfaceName {
  static var interfaceName: ValueParser {
    form(
      .invalidInterfaceName, "the name of a network interface", rule: InterfaceName.rule,
      pattern: "^[A-Za-z0-9._-]{1,15}$"
    ) { InterfaceName($0) }
  }
}

extension ValueParser where Value == HostName {
  static var hostName: ValueParser {
    form(
      .invalidName, "a host name", rule: HostName.rule, pattern: hostNamePattern
    ) { HostName($0) }
  }
}

/// Shared by the names of hosts and the mentions of them.
let hostNamePattern = "^[A-Za-z0-9.-]{1,253}$"

extension ValueParser where Value == GuestName {
  static var guestName: ValueParser {
    form(
      .invalidName, "the name of a guest", rule: GuestName.rule, pattern: guestNamePattern
    ) { GuestName($0) }
  }

}

/// Shared by the names of guests and the mentions of them.
let guestNamePattern = "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$"

extension ValueParser where Value == Label {
  static func label(_ noun: String) -> ValueParser {
    form(.invalidName, noun, rule: Label.rule, pattern: labelPattern) { Label($0) }
  }
}

/// Shared by labels and the mentions of them.
let labelPattern = "^[A-Za-z][A-Za-z0-9_-]{0,35}$"

extension ValueParser where Value == MACAddress {
  static var macAddress: ValueParser {
    form(
      .invalidMAC, "a MAC address",
      rule: "six pairs of hexadecimal digits, the first even, as in \"52:54:00:12:34:56\"",
      pattern: "^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$", hint: ValueHints.macAddress
    ) { MACAddress($0) }
  }
}

extension ValueParser where Value == IPv4Address {
  static var ipv4Address: ValueParser {
    form(
      .invalidAddress, "an IPv4 address", rule: "four numbers of 0 to 255, as in \"192.168.1.2\"",
      pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}$"
    ) { IPv4Address($0) }
  }
}

extension ValueParser where Value == IPv4Interface {
  static var ipv4Interface: ValueParser {
    let noun = "an IPv4 address with a prefix length"
    return text(noun, pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$") {
      text, value, path, diagnostics in
      let interface = IPv4Interface(text)
      let rule =
        if let interface { interface.problem } else { "as in \"192.168.1.2/24\"" as String? }
      guard let rule else { return interface }
      diagnostics.report(
        .malformed(.invalidAddress, text, noun, rule: rule, path: path, at: value.range))
      return nil
    }
  }
}

extension IPv4Interface {
  /// Why no machine can have the address; nil if one can.
  fileprivate var problem: String? {
    if let use = subnet.otherUse { return use }
    if prefixLength > 30 { return "its network has no room for other machines" }
    if address == subnet.first { return "it is the address of the network itself" }
    return address == subnet.last ? "it is the broadcast address of the network" : nil
  }
}

extension ValueParser where Value == IPv4Subnet {
  static var ipv4Subnet: ValueParser {
    let noun = "an IPv4 network"
    return text(noun, pattern: "^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$") {
      text, value, path, diagnostics in
      guard let interface = IPv4Interface(text) else {
        diagnostics.report(
          .malformed(
            .invalidSubnet, text, noun, rule: "as in \"192.168.100.0/24\"", path: path,
            at: value.range))
        return nil
      }
      guard interface.address == interface.subnet.first else {
        diagnostics.report(
          .malformed(
            .invalidSubnet, text, noun, rule: "bits after the prefix are set", path: path,
            at: value.range, suggestion: "write \"\(interface.subnet)\""))
        return nil
      }
      guard interface.prefixLength <= 29 else {
        diagnostics.report(
          .malformed(
            .invalidSubnet, text, noun, rule: "it has no room for guests", path: path,
            at: value.range,
            suggestion: "use a prefix length of at most 29, as in \"192.168.100.0/24\""))
        return nil
      }
      if let use = interface.subnet.otherUse {
        diagnostics.report(
          .malformed(
            .invalidSubnet, text, noun, rule: use, path: path, at: value.range,
            suggestion: "use a private network, as in \"192.168.100.0/24\""))
        return nil
      }
      return interface.subnet
    }
  }
}

extension ValueParser where Value == VNCDisplay {
  static var vncDisplay: ValueParser {
    form(
      .invalidVNCDisplay, "a VNC display",
      rule: "as in \"localhost:1\", \":1\" or \"unix:/run/guest.vnc\"; the number is the port"
        + " minus 5900",
      pattern: "^(unix:/.*|.*:[0-9]{1,5})$", hint: ValueHints.vncDisplay
    ) { VNCDisplay($0) }
  }
}

extension ValueParser where Value == PCIAddress {
  static var pciAddress: ValueParser {
    form(
      .invalidPCIAddress, "a PCI address", rule: "as in \"0000:01:00.0\", see lspci -D",
      pattern: "^[0-9a-fA-F]{4}:[0-9a-fA-F]{2}:[01][0-9a-fA-F]\\.[0-7]$",
      hint: { value in
        if case .string(let text) = value.kind { ValueHints.pciAddress(text) } else { nil }
      }
    ) { PCIAddress($0) }
  }
}

extension ValueParser where Value == USBDeviceID {
  static var usbDevice: ValueParser {
    form(
      .invalidUSBID, "a USB device", rule: "vendor:product, as in \"1d6b:0002\", see lsusb",
      pattern: "^[0-9a-fA-F]{4}:[0-9a-fA-F]{4}$"
    ) { USBDeviceID($0) }
  }
}

extension ValueParser where Value == CPUList {
  static var cpuList: ValueParser {
    form(
      .invalidCPUList, "a list of CPUs", rule: "as in \"0-3,8\"",
      pattern: "^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$", hint: ValueHints.cpuList
    ) { CPUList($0) }
  }
}

extension ValueParser where Value == CPUQuota {
  static var cpuQuota: ValueParser {
    form(
      .invalidQuota, "a share of CPU time", rule: "percent of one CPU, as in \"150%\"",
      pattern: "^[0-9]+%$", hint: ValueHints.quota
    ) { CPUQuota($0) }
  }
}

extension ValueParser where Value == CalendarEvent {
  static var calendarEvent: ValueParser {
    let noun = "a systemd calendar event"
    return text(noun) { text, value, path, diagnostics in
      guard let event = CalendarEvent(text) else {
        diagnostics.report(
          .malformed(
            .invalidCalendarEvent, text, noun, rule: CalendarEvent.rule, path: path, at: value.range
          ))
        return nil
      }
      if !event.comesAgain {
        diagnostics.report(
          Diagnostic(
            .invalidCalendarEvent, "\(path): \(quoted(text)) comes only in certain years, or never",
            at: value.range,
            suggestion: "write * for the year, and a day that the month has, as in \"*-*-01 03:00\""
          ))
        return nil
      }
      return event
    }
  }
}

extension ValueParser where Value == String {
  /// An argument for QEMU: any text without NUL and line breaks.
  static var argument: ValueParser {
    form(
      .controlCharacter, "an argument", rule: "it contains a control character",
      pattern: "^[^\\u0000-\\u001f\\u007f]*$"
    ) { $0.utf8.contains(where: ASCII.isControl) ? nil : $0 }
  }
}

extension ValueParser where Value == AbsolutePath {
  /// A file of the host, by name: a string, or an absolute Nix path.
  static func hostPath(_ noun: String) -> ValueParser {
    let parser = form(
      .invalidPath, noun, rule: AbsolutePath.rule, pattern: "^/", hint: ValueHints.hostPath
    ) { AbsolutePath($0) }
    return ValueParser(shape: parser.shape) { value, path, diagnostics in
      if case .path(let text) = value.kind {
        if let result = AbsolutePath(text) { return result }
        diagnostics.report(
          .malformed(
            .invalidPath, text, noun, rule: "it must be a string that starts with /",
            path: path, at: value.range, suggestion: "write a string such as \"/srv/data\""))
        return nil
      }
      return parser.read(value, path, &diagnostics)
    }
  }
}

extension ValueParser where Value == SourcePath {
  /// A file that the module refers to: a Nix path, or a string.
  static func sourcePath(_ noun: String) -> ValueParser {
    ValueParser(shape: .path(description: noun)) { value, path, diagnostics in
      let text: String
      switch value.kind {
      case .path(let path): return SourcePath(nixPath: path)
      case .string(let string): text = string
      default:
        diagnostics.reportType(
          value, expected: "a path (\(noun))", path, suggestion: "write a path such as ./file.nix")
        return nil
      }
      if let file = AbsolutePath(text), StorePath.isInStore(file), StorePath(file) == nil {
        diagnostics.report(
          .malformed(
            .invalidPath, text, noun, rule: "it is not a path in the Nix store", path: path,
            at: value.range, suggestion: "write the path as nix-build prints it"))
        return nil
      }
      if let result = SourcePath(string: text) { return result }
      diagnostics.report(
        .malformed(
          .invalidPath, text, noun,
          rule: "an absolute path, or one that starts with ./ or ../", path: path,
          at: value.range, suggestion: ValueHints.sourcePath(text, noun: noun)))
      return nil
    }
  }
}
