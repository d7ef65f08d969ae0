import NixAST

/// A file or block device by the disk that it is part of: `/dev/sda1` is partition 1 of `/dev/sda`.
struct DiskIdentity: Hashable, Sendable {
  /// The file or the whole disk.
  let whole: String
  /// The partition; nil for the whole disk.
  let partition: String?

  init(_ path: AbsolutePath) {
    let path = path.withoutKnownLinks
    let text = path.description
    guard path.isBelow("/dev") else {
      (whole, partition) = (text, nil)
      return
    }
    let name = text.dropFirst("/dev/".utf8.count)
    if let volume = Self.logicalVolume(name) {
      (whole, partition) = ("/dev/\(volume)", nil)
    } else if let (disk, number) = Self.parted(name) {
      (whole, partition) = ("/dev/\(disk)", String(number))
    } else {
      (whole, partition) = (text, nil)
    }
  }

  /// Whether writing to one changes the other.
  func overlaps(_ other: DiskIdentity) -> Bool {
    whole == other.whole
      && (partition == nil || other.partition == nil || partition == other.partition)
  }

  /// `vg/lv` of `mapper/vg-lv`, where a hyphen of a name is doubled. lvm(8).
  private static func logicalVolume(_ name: Substring) -> String? {
    guard name.hasPrefix("mapper/") else { return nil }
    let parts = name.dropFirst("mapper/".utf8.count).replacing("--", with: "/")
      .split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    return parts.map { $0.replacing("/", with: "-") }.joined(separator: "/")
  }

  /// The disk and the number of a partition: of links by `-part1`, of nodes as the kernel names them.
  private static func parted(_ name: Substring) -> (disk: Substring, number: Substring)? {
    let digits = name.utf8.reversed().prefix { ASCII.isDigit($0) }.count
    guard digits > 0, digits < name.utf8.count else { return nil }
    let (head, number) = (name.dropLast(digits), name.suffix(digits))
    if head.contains("/") {
      return head.hasSuffix("-part") ? (head.dropLast("-part".utf8.count), number) : nil
    }
    // sda1, vdb2: a disk is letters alone.
    if ["sd", "vd", "hd", "xvd"].contains(where: head.hasPrefix),
      head.utf8.allSatisfy({ ASCII.isLetter($0) })
    {
      return (head, number)
    }
    // nvme0n1p2, mmcblk0p1, loop0p1: a disk ends with a digit.
    let disk = head.dropLast()
    guard head.last == "p", let last = disk.utf8.last, ASCII.isDigit(last) else { return nil }
    return (disk, number)
  }
}
