import Glibc
import NixAST

@main
struct Main {
  static func main() {
    var outDir: String?
    var args = Array(CommandLine.arguments.dropFirst())
    if args.first == "-d" { outDir = args[1]; args.removeFirst(2) }
    for (i, path) in args.enumerated() {
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
      let p = NixFile.parse(s)
      for d in p.diagnostics {
        let l = s.location(of: Int(d.range.start))
        print("\(path):\(l.line):\(l.column): \(d.message) [\(d.id)]")
      }
      guard let file = p.value else { continue }
      do {
        let out = try file.rendered()
        if let outDir {
          let o = fopen("\(outDir)/\(i).nix", "w")
          fputs(out, o)
          fclose(o)
        }
        let again = NixFile.parse(SourceText(name: path, text: out))
        if again.value != file {
          print("\(path): NOT EQUAL", again.diagnostics.first ?? "")
        } else if try again.value?.rendered() != out {
          print("\(path): NOT IDEMPOTENT")
        }
        if outDir == nil, args.count == 1 { print(out, terminator: "") }
      } catch { print("\(path): \(error)") }
    }
  }
}
