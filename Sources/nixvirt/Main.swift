@main
struct Main {
  static func main() {
    let terminal = Terminal.current()
    let outcome = Tool(terminal: terminal).run(Array(CommandLine.arguments.dropFirst()))
    Terminal.exit(with: outcome)
  }
}
