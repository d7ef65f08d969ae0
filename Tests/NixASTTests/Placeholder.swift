import Testing

@testable import NixAST
