import Synchronization
@testable import Runner
import Testing
import Training

@Suite("What jobs of one world share")
struct WorldAssetsTests {
    @Test("is made once a world and let go when the next one begins, unless a job still runs there")
    func worlds() {
        let made = Mutex(0)
        let worlds = WorldAssets {
            made.withLock { $0 += 1 }
            return JobAssets()
        }
        let first = worlds.use(world: 0) { ObjectIdentifier($0) }
        weak var kept: JobAssets?
        worlds.use(world: 0) { assets in
            kept = assets
            #expect(ObjectIdentifier(assets) == first)
            worlds.use(world: 1) { #expect(ObjectIdentifier($0) != first) }
            #expect(worlds.count == 2 && kept != nil)
        }
        #expect(made.withLock { $0 } == 2)
        worlds.use(world: 2) { _ in #expect(worlds.count == 1 && kept == nil) }
        #expect(made.withLock { $0 } == 3)
    }
}
