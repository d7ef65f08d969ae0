import NixAST
import VirtModel

extension Commands {
  private static let url = Operand<String>(
    "URL", values: .anything, isRequired: true,
    help: "The address of the image: http, https or ftp.")
  private static let sum = Operand<String>(
    "SUM", values: .anything,
    help:
      "Its SHA-256 or SHA-512 hash in any form, or lines of sha256sum, of which the one with the"
      + " image's file name is used.")

  static let image = Command(
    name: "image",
    summary: "Print the set for the key image of a cloud image to fetch.",
    group: .start,
    details: [
      "The hash is converted to the form that Nix uses. nixvirt does not access the network: take the"
        + " hash from the server's list of hashes, such as SHA256SUMS, and check the list's signature"
        + " if it has one. For the key iso, the set is the same."
    ],
    operands: [url.entry, sum.entry],
    examples: [
      .init(
        "Print the set for an image, with the server's list of hashes",
        "nixvirt image https://cloud.example.org/debian.qcow2 \"$(curl -s https://cloud.example.org/SHA512SUMS)\""
      )
    ]
  ) { session throws(Failure) in
    let address: WebAddress
    do throws(WebAddress.Problem) {
      address = try WebAddress(parsing: session.invocation[url] ?? "")
    } catch {
      throw .usage("URL: \(error.rule)", command: "image")
    }
    guard let text = session.invocation[sum] else {
      throw .usage(
        "image needs SUM: take it from the server's list of hashes, or run nix-prefetch-url"
          + " \(ShellWord.quoted(address.description)), which prints the hash of the file that is there"
          + " now", command: "image")
    }
    do throws(FileHash.Problem) {
      let hash = try FileHash(parsing: text, file: address.fileName)
      return Outcome(output: FetchedFile(url: address, hash: hash).source)
    } catch {
      throw .usage("SUM: \(words(for: error, address))", command: "image")
    }
  }

  private static func words(for problem: FileHash.Problem, _ address: WebAddress) -> String {
    switch problem {
    case .weak(let algorithm):
      "\(algorithm) does not protect the image: take its SHA-256 or SHA-512 hash"
    case .otherFile(let name): "no line is about \(address.fileName); the first is about \(name)"
    case .malformed:
      "not a SHA-256 or SHA-512 hash: write 64 or 128 hexadecimal digits, or sha256-…"
    }
  }
}
