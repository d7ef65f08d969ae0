/// Finds the host that would be least full with an item on it, without looking at each.
///
/// A binary tree over the hosts: a node knows the least loads and the most room of the hosts beneath
/// it, which bounds how full any of them would be, so most of the tree is passed over. Hosts with the
/// same resources are beside each other, so that the bounds are tight.
struct HostTree {
  private static let rounding = 1e-15

  private struct Node {
    var memoryLoad = Double.infinity
    var cpuLoad = Double.infinity
    var freeMemory = Int64.min
    var memory: Int64 = 0
    var cpus = 0
    var firstHost = Int.max
  }

  /// How many; the leaves are behind the other nodes.
  private let leaves: Int
  private let hostOfLeaf: [Int]
  private let leafOfHost: [Int]
  private var nodes: [Node]

  init(_ usage: HostUsage) {
    var leaves = 1
    while leaves < usage.hosts.count { leaves *= 2 }
    self.leaves = leaves
    hostOfLeaf = usage.hosts.indices.sorted {
      let (one, other) = (usage.hosts[$0], usage.hosts[$1])
      if one.memory != other.memory { return one.memory < other.memory }
      return one.cpus < other.cpus || one.cpus == other.cpus && $0 < $1
    }
    var leafOfHost = Array(repeating: 0, count: usage.hosts.count)
    for (leaf, host) in hostOfLeaf.enumerated() { leafOfHost[host] = leaf }
    self.leafOfHost = leafOfHost
    nodes = Array(repeating: Node(), count: 2 * leaves)
    for host in usage.hosts.indices { nodes[leaves + leafOfHost[host]] = Self.leaf(host, usage) }
    for node in (1..<leaves).reversed() { join(node) }
  }

  /// Takes over what is used on a host now.
  mutating func update(_ host: Int, _ usage: HostUsage) {
    var node = leaves + leafOfHost[host]
    nodes[node] = Self.leaf(host, usage)
    while node > 1 {
      node /= 2
      join(node)
    }
  }

  private static func leaf(_ host: Int, _ usage: HostUsage) -> Node {
    let load = usage.load(host)
    return Node(
      memoryLoad: load.memory, cpuLoad: load.cpus, freeMemory: usage.freeMemory(host),
      memory: usage.hosts[host].memory, cpus: usage.hosts[host].cpus, firstHost: host)
  }

  private mutating func join(_ node: Int) {
    let (left, right) = (nodes[2 * node], nodes[2 * node + 1])
    nodes[node] = Node(
      memoryLoad: min(left.memoryLoad, right.memoryLoad), cpuLoad: min(left.cpuLoad, right.cpuLoad),
      freeMemory: max(left.freeMemory, right.freeMemory), memory: max(left.memory, right.memory),
      cpus: max(left.cpus, right.cpus), firstHost: min(left.firstHost, right.firstHost))
  }

  /// Improves on the best host so far; of equal ones the first is taken.
  func leastLoaded(
    _ item: PlacementItem, in state: PlacementState, best: inout (host: Int?, load: Double)
  ) {
    descend(1, bound(1, item, state), item, state, &best)
  }

  private func descend(
    _ node: Int, _ bound: Double, _ item: PlacementItem, _ state: PlacementState,
    _ best: inout (host: Int?, load: Double)
  ) {
    guard mayImprove(node, bound, best) else { return }
    guard node < leaves else {
      return state.consider(hostOfLeaf[node - leaves], for: item, best: &best)
    }
    let (left, right) = (2 * node, 2 * node + 1)
    let (leftBound, rightBound) = (self.bound(left, item, state), self.bound(right, item, state))
    if leftBound <= rightBound {
      descend(left, leftBound, item, state, &best)
      descend(right, rightBound, item, state, &best)
    } else {
      descend(right, rightBound, item, state, &best)
      descend(left, leftBound, item, state, &best)
    }
  }

  /// A load that no host beneath a node stays under with an item on it; infinite if none can take it.
  private func bound(_ node: Int, _ item: PlacementItem, _ state: PlacementState) -> Double {
    let node = nodes[node]
    guard node.freeMemory >= item.memory, node.cpus >= item.cpusOfOne else { return .infinity }
    let memory = node.memoryLoad + Double(item.memory) / Double(node.memory)
    let cpus = node.cpuLoad + Double(item.cpus) / Double(node.cpus)
    // A bit less, because the sum of two fractions is rounded more often than the fraction of a sum.
    return max(memory, cpus * state.cpuWeight) * (1 - Self.rounding)
  }

  /// Whether hosts beneath a node may be less full than the best, or as full and before it.
  private func mayImprove(
    _ node: Int, _ bound: Double, _ best: (host: Int?, load: Double)
  ) -> Bool {
    guard bound < .infinity else { return false }
    return bound < best.load * (1 - 2 * Self.rounding)
      || bound <= best.load && nodes[node].firstHost < best.host ?? -1
  }
}
