extension SyntaxTree {
  /// The text in the layout of the official formatter, nixfmt 1.4; nil if the text is no Nix, see
  /// ``diagnostics``.
  ///
  /// Regions between `/*nixfmt:disable*/` and `/*nixfmt:enable*/` stay as they are. A file whose
  /// errors are in what it says and not in how it is written, such as an attribute that is bound
  /// twice, is formatted, too.
  ///
  /// - Parameter width: How many columns a line may have, its indentation not counted.
  public func formatted(width: Int = 100) -> String? {
    guard diagnostics.allSatisfy({ Self.semanticIDs.contains($0.id) }) else { return nil }
    return Formatter.format(storage, width: max(1, width))
  }

  /// The diagnostics that leave the tree whole.
  private static let semanticIDs: Set<String> = [
    "computed-name", "duplicate-attribute", "duplicate-formal", "integer-out-of-range",
    "invalid-float",
  ]

  /// How often the layout of a text without errors looks at an element of its document, and how many
  /// elements there are: the effort, which no clock measures.
  package func layoutEffort() -> (looked: Int, elements: Int) {
    storage.withViews { Layout.effort(Formatter.document(of: $0), width: Formatter.width) }
  }
}
