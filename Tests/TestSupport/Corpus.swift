import Foundation

/// Nix files in folders.
public enum Corpus {
  /// The folder that `NIX_CORPUS` names, such as a checkout of nixpkgs; nil if it names none.
  public static let folder = ProcessInfo.processInfo.environment["NIX_CORPUS"].map {
    URL(fileURLWithPath: $0)
  }

  /// The Nix files in a folder and in those in it. The folder may be a link, or one file.
  public static func files(in folder: URL) -> [URL] {
    let folder = folder.resolvingSymlinksInPath()
    if folder.pathExtension == "nix", !folder.hasDirectoryPath { return [folder] }
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "nix" }
  }
}
