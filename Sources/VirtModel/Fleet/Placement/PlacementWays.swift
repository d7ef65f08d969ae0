extension Placement {
  /// A way to place all items.
  enum Way {
    case spread(cpuWeight: Double)
    case pack(order: [Int])

    /// All of them, the most even first.
    static func all(_ state: PlacementState, _ order: [Int]) -> [Way] {
      [
        .spread(cpuWeight: 1), .spread(cpuWeight: state.evenCPUWeight(order)),
        .spread(cpuWeight: 0), .pack(order: state.packingOrder(order)),
        .pack(order: state.restrictedFirst(order)),
      ]
    }
  }
}

extension PlacementState {
  /// Those with much memory first, as only memory is scarce when hosts are packed.
  func packingOrder(_ order: [Int]) -> [Int] {
    order.stablySorted { items[$0].memory > items[$1].memory }
  }

  /// Those first that few hosts are open to.
  fileprivate func restrictedFirst(_ order: [Int]) -> [Int] {
    packingOrder(order).stablySorted {
      items[$0].hosts?.count ?? .max < items[$1].hosts?.count ?? .max
    }
  }

  func memory(of order: [Int]) -> Int64 { order.reduce(0) { $0.addingClamped(items[$1].memory) } }

  /// The weight with which the CPUs of all hosts are as scarce as their memory, if they are scarcer.
  fileprivate func evenCPUWeight(_ order: [Int]) -> Double {
    let usedMemory = usage.memory.reduce(memory(of: order)) { $0.addingClamped($1) }
    let usedCPUs = order.reduce(usage.cpus.reduce(0) { $0.addingClamped($1) }) {
      $0.addingClamped(items[$1].cpus)
    }
    let allMemory = usage.hosts.reduce(Int64(0)) { $0.addingClamped($1.memory) }
    let allCPUs = usage.hosts.reduce(0) { $0.addingClamped($1.cpus) }
    let memory = Double(usedMemory) / Double(allMemory)
    let cpus = Double(usedCPUs) / Double(allCPUs)
    return cpus > memory ? memory / cpus : 1
  }
}

extension [Int] {
  /// Sorted; of equal ones the first comes first, which the library does not promise.
  fileprivate func stablySorted(by comesBefore: (Int, Int) -> Bool) -> [Int] {
    indices.sorted { one, other in
      if comesBefore(self[one], self[other]) { return true }
      return one < other && !comesBefore(self[other], self[one])
    }.map { self[$0] }
  }
}
