import Glibc

@main
struct Main {
  static func main() {
    // A file size limit is an error to report, not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    let terminal = Terminal.current()
    if terminal.messagesAreShown { Progress.start() }
    Terminal.exit(with: Tool(terminal: terminal).run(Terminal.arguments()))
  }
}
