// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that building nixvirt does not build the benchmark.
let package = Package(
  name: "nixast-benchmark",
  dependencies: [.package(name: "nixvirt", path: "..")],
  targets: [
    .executableTarget(
      name: "NixASTBenchmark",
      dependencies: [.product(name: "NixAST", package: "nixvirt")],
      swiftSettings: [.treatAllWarnings(as: .error)])
  ]
)
