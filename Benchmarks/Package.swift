// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

// A package of its own, so that building nixvirt does not build the benchmarks.
let package = Package(
  name: "nixvirt-benchmarks",
  dependencies: [.package(name: "nixvirt", path: "..")],
  targets: [
    .executableTarget(
      name: "NixASTBenchmark",
      dependencies: [.product(name: "NixAST", package: "nixvirt")],
      swiftSettings: strict),
    .executableTarget(name: "ToolBenchmark", swiftSettings: strict),
    // Its folder Placement is a link to the sources that it measures, which are not public.
    .executableTarget(name: "PlacementBenchmark", swiftSettings: strict),
  ]
)
