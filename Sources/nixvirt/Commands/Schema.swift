import VirtModel

extension Commands {
  static let schema = Command(
    name: "schema",
    summary: "Print the JSON Schema of a description.",
    details: [
      "For editors, and for programs that write descriptions as JSON. It knows the keys and the forms"
        + " of values; nixvirt check knows how they fit together as well."
    ]
  ) { _ throws(Failure) in Outcome(output: JSONSchema.text) }
}
