import Testing

@testable import nixvirt
