extension SyntaxTree {
  /// The text in the layout of the official formatter, nixfmt 1.4; nil if the text is no Nix, see
  /// ``diagnostics``.
  ///
  /// Regions between `/*nixfmt:disable*/` and `/*nixfmt:enable*/` stay as they are. A file whose
  /// errors are in what it says and not in how it is written, such as an attribute that is bound
  /// twice, is formatted, too, but not one that inherits a computed name, which nixfmt refuses.
  ///
  /// - Parameter width: How many columns a line may have, its indentation not counted.
  public func formatted(width: Int = 100) -> String? {
    guard diagnostics.allSatisfy({ Self.semanticIDs.contains($0.id) }),
      diagnostics.isEmpty || !inheritsComputedName
    else { return nil }
    return Formatter.format(storage, width: max(1, width))
  }

  /// The diagnostics that leave the tree whole.
  private static let semanticIDs: Set<String> = [
    "computed-name", "duplicate-attribute", "duplicate-formal", "integer-out-of-range",
    "invalid-float",
  ]

  private var inheritsComputedName: Bool {
    storage.withBuffers { bytes, tokens, nodes in
      nodes.indices.contains { index in
        nodes[index].kind == .inherit
          && SyntaxStorage.children(of: index, in: nodes).contains { name in
            nodes[name].kind == .interpolation && NameText.fixed(name, bytes, tokens, nodes) == nil
          }
      }
    }
  }

  /// How often the layout of a text without errors looks at an element of its document, and how many
  /// elements there are: the effort, which no clock measures.
  package func layoutEffort() -> (looked: Int, elements: Int) {
    storage.withViews { Layout.effort(Formatter.document(of: $0), width: Formatter.width) }
  }
}
