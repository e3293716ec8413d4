import Foundation
import Platform

/// Pages as last made: each is made once for all who ask while the store stays as it is.
///
/// While jobs write, a page is made anew when it is a second old, and later when many different ones are looked at: all together they take
/// at most a third of a core from a running sweep, however many read them. What is kept says of which version of the store it is, so that
/// whoever follows the store asks again until it is the latest.
final class PageCache: Sendable {
    private struct Entry {
        var response: Response
        var version: Int
        var made: Double
        /// Of processor time, on the thread that made it: how long it took depends on what else the machine does.
        var seconds: Double
        var used: Double
        var shown: Response {
            var response = response
            response.headers["Store-Version"] = "\(version)"
            return response
        }
        var bytes: Int { if case .data(let data) = response.body { data.count } else { 0 } }
    }

    private static let mostBytes = 64 << 20
    /// Less than the pages' own polling period: a single page is never older when it is asked for.
    private static let leastRest = 1.0
    /// Seconds of rest for each second of making the pages that somebody looked at lately.
    private static let rest = 2.0
    private static let lately = 5.0

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
            if var entry = entries[key], entry.version == version || now - entry.made < rest(now) {
                entry.used = now
                entries[key] = entry
                condition.unlock()
                return entry.shown
            }
            guard making.contains(key) else { break }
            condition.wait()
        }
        making.insert(key)
        condition.unlock()
        let start = threadSeconds()
        let result = Result { try make(request).tagged() }
        condition.lock()
        defer {
            making.remove(key)
            condition.broadcast()
            condition.unlock()
        }
        let now = clock.seconds, response = try result.get()
        let entry = Entry(response: response, version: version, made: now, seconds: threadSeconds() - start, used: now)
        entries[key] = entry
        trim()
        return entry.shown
    }

    /// How old a page may be while the store changes.
    private func rest(_ now: Double) -> Double {
        let making = entries.values.reduce(0) { now - $1.used < Self.lately ? $0 + $1.seconds : $0 }
        return max(Self.leastRest, Self.rest * making)
    }

    private func trim() {
        var bytes = entries.values.reduce(0) { $0 + $1.bytes }
        for (key, entry) in entries.sorted(by: { $0.value.used < $1.value.used }) where bytes > Self.mostBytes || entries.count > 500 {
            bytes -= entry.bytes
            entries[key] = nil
        }
    }
}
