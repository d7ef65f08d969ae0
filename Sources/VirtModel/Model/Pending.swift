extension Network {
  var isExisting: Bool { false }
  var allow: [AllowRule]? { nil }
}
extension Network.NAT {
  var subnet6: IPv6Subnet? { nil }
  var forwards: [FilteredNetwork.Forward] { [] }
}
extension Guest.Interface {
  var address: IPv4Address? { nil }
  var address6: IPv6Address? { nil }
  var maySpoof: Bool { false }
}
