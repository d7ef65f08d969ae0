import NixAST

/// Compressed files and archives by their names: QEMU takes their bytes for those of a disk.
enum PackedImage {
  private static let programs: [(endings: [String], unpack: String)] = [
    (["xz", "lzma"], "xz --decompress --keep"),
    (["gz"], "gunzip --keep"),
    (["bz2"], "bunzip2 --keep"),
    (["zst"], "unzstd"),
    (["lz4"], "unlz4"),
    (["zip"], "unzip"),
    (["7z", "rar"], "7z x"),
    (["ova", "tar", "tgz", "txz", "tbz"], "tar -xf"),
  ]

  /// Reports an image or an installer that has to be unpacked.
  static func check(
    _ source: Located<SourcePath>, _ key: String, _ diagnostics: inout Diagnostics
  ) {
    guard let name = source.value.name, let ending = name.split(separator: ".").last,
      name.contains("."),
      let program = programs.first(where: { $0.endings.contains(ending.lowercased()) })
    else { return }
    let isPlain = name.utf8.allSatisfy(ASCII.isNameByte)
    // A tar inside of a compressed file is unpacked with it.
    let unpack = name.lowercased().contains(".tar.") ? "tar -xf" : program.unpack
    let start = if case .fetched = source.value { "download it, unpack it" } else { "unpack it" }
    diagnostics.report(
      Diagnostic(
        .packedImage, "\(key): \(quoted(name)) is a compressed file or an archive, not a disk",
        at: source.range,
        suggestion: "\(start), and use the file inside: \(unpack) \(isPlain ? name : "<file>")"))
  }
}

extension SourcePath {
  /// The last part of it.
  fileprivate var name: String? {
    let text =
      switch self {
      case .relative(let text): text
      case .absolute(let path), .host(let path): path.description
      case .fetched(let file): file.url.fileName
      }
    return text.split(separator: "/").last.map(String.init)
  }
}
