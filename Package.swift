// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "nixvirt",
  products: [
    .library(name: "NixAST", targets: ["NixAST"]),
    .library(name: "VirtModel", targets: ["VirtModel"]),
    .executable(name: "nixvirt", targets: ["nixvirt"]),
  ],
  targets: [
    .target(name: "NixAST", swiftSettings: strict),
    .target(
      name: "VirtModel", dependencies: ["NixAST"], resources: [.embedInCode("Programs")],
      swiftSettings: strict),
    .executableTarget(name: "nixvirt", dependencies: ["VirtModel"], swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["NixAST"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "NixASTTests", dependencies: ["NixAST", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "VirtModelTests", dependencies: ["VirtModel", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "nixvirtTests", dependencies: ["nixvirt", "TestSupport"],
      exclude: ["Agent", "Backup", "Nix", "Switch"],
      swiftSettings: strict),
  ]
)
