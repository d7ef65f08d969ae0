/// Circles in the order of guests.
enum Cycles {
  /// Each circle once, as the mentions that make it.
  static func find(
    in edges: [GuestName: [Located<GuestName>]], order: [GuestName]
  ) -> [[Located<GuestName>]] {
    var state: [GuestName: Bool] = [:]  // false while on the way, true when done
    var cycles: [[Located<GuestName>]] = []
    for start in order where state[start] == nil {
      // A stack of its own: a chain of guests may be as long as there are guests.
      var way: [(mention: Located<GuestName>, next: Int)] = [(Located(start), 0)]
      state[start] = false
      while let (mention, next) = way.last {
        let mentions = edges[mention.value] ?? []
        guard next < mentions.count else {
          state[mention.value] = true
          way.removeLast()
          continue
        }
        way[way.count - 1].next += 1
        let target = mentions[next]
        switch state[target.value] {
        case nil:
          guard edges[target.value] != nil else { continue }
          state[target.value] = false
          way.append((target, 0))
        case false?:
          let first = way.firstIndex { $0.mention.value == target.value } ?? 0
          cycles.append([target] + way[(first + 1)...].map(\.mention))
        case true?: continue
        }
      }
    }
    return cycles
  }
}
