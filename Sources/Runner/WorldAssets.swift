import Synchronization
import Training

/// What jobs share, one set for each world that seeds vary. Seeds run one after the other, so a world is let go when the next one
/// begins and none of its jobs runs any more: memory does not grow with the number of seeds.
final class WorldAssets: Sendable {
    private struct World {
        let assets: JobAssets
        var users = 0
    }
    /// By what the seed adds to the options that vary; one world where none do.
    private let worlds = Mutex<[Int: World]>([:])
    private let make: @Sendable () -> JobAssets

    init(make: @escaping @Sendable () -> JobAssets) { self.make = make }

    /// How many are kept.
    var count: Int { worlds.withLock(\.count) }

    /// Calls `body` with the assets of a world, which stays as long.
    func use<Value>(world: Int, _ body: (JobAssets) throws -> Value) rethrows -> Value {
        let assets = worlds.withLock { worlds in
            // Before the new one is filled.
            worlds = worlds.filter { $0.key == world || $0.value.users > 0 }
            worlds[world, default: World(assets: make())].users += 1
            return worlds[world]!.assets
        }
        defer { worlds.withLock { $0[world]!.users -= 1 } }
        return try body(assets)
    }
}
