import VirtModel

extension Commands {
  static let schema = Command(
    name: "schema",
    summary: "Print the JSON Schema of a description.",
    group: .files,
    details: [
      "For editors, and for programs that write descriptions as JSON. The schema covers keys"
        + " and the form of values; nixvirt check also checks how they fit together."
    ],
    examples: [
      .init(
        "Write the schema for an editor", "nixvirt schema > nixvirt.schema.json")
    ]
  ) { _ throws(Failure) in Outcome(output: JSONSchema.text) }
}
