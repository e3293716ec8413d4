import Foundation
import Platform

/// Pages as last made: each is made once for all who ask while the store stays as it is.
///
/// While jobs write, a page is made anew only when four times as long as its making took has passed, so that readers, however many, cost a
/// running sweep at most a fifth of a core a page.
final class PageCache: Sendable {
    private struct Entry {
        var response: Response
        var version: Int
        var made: Double
        var seconds: Double
        var used: Double
        var bytes: Int { if case .data(let data) = response.body { data.count } else { 0 } }
    }

    private static let mostBytes = 64 << 20
    private static let rest = 4.0

    private let version: @Sendable () throws -> Int
    private let clock = Stopwatch()
    private let condition = NSCondition()
    // Under the condition.
    nonisolated(unsafe) private var entries: [String: Entry] = [:]
    nonisolated(unsafe) private var making: Set<String> = []

    init(version: @escaping @Sendable () throws -> Int) { self.version = version }

    func response(for request: Request, _ make: (Request) throws -> Response) throws -> Response {
        let key = request.target.link, version = try version()
        condition.lock()
        while true {
            let now = clock.seconds
            if var entry = entries[key], entry.version == version || now - entry.made < Self.rest * entry.seconds {
                entry.used = now
                entries[key] = entry
                condition.unlock()
                return entry.response
            }
            guard making.contains(key) else { break }
            condition.wait()
        }
        making.insert(key)
        condition.unlock()
        let start = clock.seconds
        let result = Result { try make(request).tagged() }
        condition.lock()
        defer {
            making.remove(key)
            condition.broadcast()
            condition.unlock()
        }
        let end = clock.seconds, response = try result.get()
        entries[key] = Entry(response: response, version: version, made: end, seconds: end - start, used: end)
        trim()
        return response
    }

    private func trim() {
        var bytes = entries.values.reduce(0) { $0 + $1.bytes }
        for (key, entry) in entries.sorted(by: { $0.value.used < $1.value.used }) where bytes > Self.mostBytes || entries.count > 500 {
            bytes -= entry.bytes
            entries[key] = nil
        }
    }
}
