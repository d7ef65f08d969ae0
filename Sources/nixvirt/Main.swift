import VirtModel

@main
struct Main {
  static func main() {}
}
