import Foundation
import NixAST

/// The files that are measured.
struct Corpus {
  var paths: [String]
  /// What a person calls it.
  var name: String

  /// All Nix files of a directory that are taken.
  init(folder: String) {
    let all = FileManager.default.enumerator(atPath: folder)
    var paths: [String] = []
    while let path = all?.nextObject() as? String {
      guard path.hasSuffix(".nix") else { continue }
      let full = "\(folder)/\(path)"
      // Files with errors on purpose would stop Nix.
      if NixFile.parse(SourceText(name: path, bytes: Corpus.bytes(of: full))).value != nil {
        paths.append(full)
      }
    }
    self.paths = paths.sorted()
    name = folder
  }

  /// Generated files, written to a directory.
  init(generatedIn folder: URL, files: Int) throws {
    paths = try (0..<files).map { index in
      let url = folder.appendingPathComponent("\(index).nix")
      try Data(Self.module(index, services: 10 + index % 40).utf8).write(to: url)
      return url.path
    }
    name = "generated modules"
  }

  static func bytes(of path: String) -> [UInt8] {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      count = max(0, read(file, buffer.baseAddress, buffer.count))
    }
  }

  /// A module as people write them: options, services, scripts.
  static func module(_ index: Int, services: Int) -> String {
    let body = (0..<services).map { service($0) }.joined(separator: "\n")
    return """
      # Module \(index)
      {
        config,
        lib,
        pkgs,
        ...
      }:
      let
        inherit (lib) mkIf mkOption types;
        cfg = config.services.module\(index);
      in
      {
        options.services.module\(index).enable = lib.mkEnableOption "module \(index)";

        config = mkIf cfg.enable {
      \(body)
        };
      }

      """
  }

  private static func service(_ index: Int) -> String {
    """
          # What number \(index) is for.
          systemd.services."service-\(index)" = {
            description = "Service \(index) of ${config.networking.hostName}";
            wantedBy = [ "multi-user.target" ];
            after = [
              "network.target"
              "local-fs.target"
            ];
            path = with pkgs; [
              coreutils
              jq
            ];
            serviceConfig = {
              ExecStart = "${pkgs.hello}/bin/hello --port ${toString (8000 + \(index))}";
              Restart = if cfg.restart or false then "always" else "on-failure";
              DynamicUser = true;
              LimitNOFILE = 65536;
            };
            script = ''
              set -eu
              for file in /var/lib/service/*; do
                echo "$file" >> ${cfg.log}
              done
            '';
          };
          users.groups."group-\(index)" = lib.mapAttrs (name: user: user // { gid = \(index); }) cfg.users;
    """
  }
}
