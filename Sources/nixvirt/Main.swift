import Glibc
import NixAST
import VirtModel

@main
struct Main {
  static func main() {
    for path in CommandLine.arguments.dropFirst() {
      guard let f = fopen(path, "r") else { continue }
      var bytes: [UInt8] = []
      var buf = [UInt8](repeating: 0, count: 65536)
      while true {
        let n = fread(&buf, 1, buf.count, f)
        if n <= 0 { break }
        bytes += buf[..<n]
      }
      fclose(f)
      let s = SourceText(name: path, bytes: bytes)
      let m = generateModule(
        s, format: path.hasSuffix(".json") ? .json : .nix, context: ModuleContext())
      for d in m.diagnostics {
        let l = s.location(of: Int(d.range.start))
        print("\(path):\(l.line):\(l.column): \(d.message) [\(d.id)] \(d.suggestion ?? "")")
      }
      if let v = m.value { print(v, terminator: "") }
    }
  }
}
