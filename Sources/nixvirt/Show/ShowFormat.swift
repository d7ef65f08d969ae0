import VirtModel

/// How a description is shown.
enum ShowFormat: String, CaseIterable, ArgumentValue {
  case table, json, dot, mermaid, svg, ansible, ssh

  /// The subject, in at most a number of columns if it is a table.
  func text(_ described: Subject, style: Style, columns: Int?) -> String {
    switch (described, self) {
    case (_, .ansible): AnsibleInventory.text(described)
    case (_, .ssh): SSHConfiguration.text(described)
    case (.host(let host), .table): OverviewTable(host, style: style, columns: columns).text
    case (.host(let host), .json): OverviewJSON.text(host)
    case (.host(let host), .dot): DotDrawing.text(host)
    case (.host(let host), .mermaid): MermaidDrawing.text(host)
    case (.host(let host), .svg): SVGDrawing(host).text
    case (.fleet(let fleet), .table): FleetTable(fleet, style: style, columns: columns).text
    case (.fleet(let fleet), .json): OverviewJSON.text(fleet)
    case (.fleet(let fleet), .dot): DotDrawing.text(fleet)
    case (.fleet(let fleet), .mermaid): MermaidDrawing.text(fleet)
    case (.fleet(let fleet), .svg): SVGFleetDrawing(fleet).text
    }
  }
}
