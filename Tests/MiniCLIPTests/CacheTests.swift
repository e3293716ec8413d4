import Foundation
import Kernels
import Platform
import Synchronization
import TestSupport
import Testing
@testable import MiniCLIP

@Suite("Kept mini-clips")
struct CacheTests {
    @Test("of many that ask at once one trains, the others get the same")
    func oneTrains() throws {
        let folder = TemporaryFolder()
        let url = folder.url
        let request = tinyRequest(try tinyShapes())
        let trainings = Atomic<Int>(0)
        let identities = Mutex([String]())
        ThreadPool(threads: 4).forEach(4) { _ in
            let cache = EncoderCache(folder: url, threads: 1)
            let encoder = try? cache.encoder(request) { if $0.step == 0 { trainings.wrappingAdd(1, ordering: .relaxed) } }
            identities.withLock { $0.append(encoder.map { "\($0.identity) \($0.parameters.storage.array)" } ?? "none") }
        }
        #expect(trainings.load(ordering: .relaxed) == 1)
        let found = identities.withLock { $0 }
        #expect(found.count == 4 && Set(found).count == 1 && found[0].hasPrefix("mini-clip("))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        #expect(names.count == 2 && names[1] == names[0] + ".lock")
    }

    @Test("a kept encoder comes back with its weights and its accuracy")
    func roundTrip() throws {
        let folder = TemporaryFolder()
        let cache = EncoderCache(folder: folder.url, threads: 1)
        let request = tinyRequest(try tinyShapes())
        let first = try cache.encoder(request)
        let second = try cache.encoder(request) { _ in Issue.record("trained again") }
        #expect(second.parameters.storage.array == first.parameters.storage.array)
        #expect(second.retrieval == first.retrieval)
        #expect(second.identity == first.identity)
    }

    @Test("shape, recipe, seed and data make another identity")
    func identities() throws {
        let dataset = try tinyShapes()
        let requests = [
            EncoderRequest(.evaluator, steps: 5, seed: 1, dataset: dataset),
            EncoderRequest(.evaluator, steps: 5, seed: 2, dataset: dataset),
            EncoderRequest(.evaluator, steps: 6, seed: 1, dataset: dataset),
            EncoderRequest(.evaluator, steps: 5, seed: 1, dataset: try tinyShapes(seed: 2)),
            EncoderRequest(.conditioner(tokens: 8, width: 48), steps: 5, seed: 1, dataset: dataset),
            EncoderRequest(.conditioner(tokens: 9, width: 48), steps: 5, seed: 1, dataset: dataset),
            EncoderRequest(.conditioner(tokens: 8, width: 64), steps: 5, seed: 1, dataset: dataset),
        ]
        #expect(Set(requests.map(\.fingerprint)).count == requests.count)
        #expect(Set(requests.map(\.identity)).count == requests.count)
        #expect(EncoderRequest(.evaluator, steps: 5, seed: 1, dataset: dataset).fingerprint == requests[0].fingerprint)
    }

    @Test("a stop while training keeps nothing, and the next request trains")
    func stops() throws {
        let folder = TemporaryFolder()
        let cache = EncoderCache(folder: folder.url, threads: 1)
        let request = tinyRequest(try tinyShapes())
        let stop = StopSignal()
        #expect(throws: Stopped.self) {
            try cache.encoder(request, progress: { if $0.step == 1 { stop.request() } }, stop: stop)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).allSatisfy { $0.hasSuffix(".lock") })
        #expect(try cache.encoder(request).identity == request.identity)
    }

    @Test("waiting for another's training ends with a stop")
    func stopsWaiting() throws {
        let folder = TemporaryFolder()
        let request = tinyRequest(try tinyShapes()), stop = StopSignal()
        let lock = folder.url.appendingPathComponent("mini-clip-\(request.fingerprint.prefix(32)).safetensors.lock")
        try FileLock.holding(lock, stop: stop) {
            DispatchQueue.global().asyncAfter(deadline: .now() + 0.15) { stop.request() }
            #expect(throws: Stopped.self) { try EncoderCache(folder: folder.url, threads: 1).encoder(request, stop: stop) }
        }
    }

    @Test("a file of another model, and a truncated one, are errors that say what to do")
    func damaged() throws {
        let folder = TemporaryFolder()
        let cache = EncoderCache(folder: folder.url, threads: 1)
        let (one, two) = (tinyRequest(try tinyShapes(), seed: 1), tinyRequest(try tinyShapes(), seed: 2))
        func file(_ request: EncoderRequest) -> URL {
            folder.url.appendingPathComponent("mini-clip-\(request.fingerprint.prefix(32)).safetensors")
        }
        _ = try cache.encoder(one)
        try FileManager.default.copyItem(at: file(one), to: file(two))
        #expect(throws: MiniCLIPError.damaged(path: file(two).path, problem: "its metadata names another model")) {
            try cache.encoder(two)
        }
        try Data(contentsOf: file(one)).prefix(1000).write(to: file(one))
        #expect(throws: (any Error).self) { try cache.encoder(one) }
    }
}
