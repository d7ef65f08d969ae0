import Testing

@testable import VirtModel
