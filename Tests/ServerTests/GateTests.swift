import Foundation
import Testing
@testable import Server

@Suite("Who may ask")
struct GateTests {
    private func status(_ headers: [String: String], _ method: Request.Method = .get, names: [String] = [], body: Data = Data()) -> Int {
        do {
            try Gate(names: names).check(Request(method, Target(path: "/"), headers: headers, body: body))
            return 200
        } catch { return (error as? PageProblem)?.status.rawValue ?? 0 }
    }

    @Test(
        "numeric addresses and localhost are own names",
        arguments: ["127.0.0.1", "127.0.0.1:80", "localhost:8642", "LOCALHOST", "[::1]:9", "192.0.2.7"])
    func own(_ host: String) { #expect(status(["host": host]) == 200) }

    @Test(
        "a name that was pointed here is not",
        arguments: [
            "evil.example", "evil.example:8642", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.1:80@evil", "[::1]x", "", "1",
            "0x7f.1", "[evil]",
        ])
    func rebound(_ host: String) { #expect(status(["host": host]) == 421) }

    @Test("a name that was given is")
    func named() {
        #expect(status(["host": "Lab.Example:8642"], names: ["lab.example"]) == 200)
        #expect(status(["host": "other.example"], names: ["lab.example"]) == 421)
        #expect(status([:]) == 421)
    }

    @Test("other sites' pages are refused, and what people open themselves is not")
    func sites() {
        for (site, expected) in [("same-origin", 200), ("none", 200), ("cross-site", 403), ("same-site", 403), ("anything", 403)] {
            #expect(status(["host": "localhost:1", "sec-fetch-site": site]) == expected, "\(site)")
        }
        for (origin, expected) in [("http://localhost:1", 200), ("http://localhost:2", 403), ("http://evil.example", 403), ("null", 403)] {
            #expect(status(["host": "localhost:1", "origin": origin]) == expected, "\(origin)")
        }
    }

    @Test("posts need to say that they come from here, and are small")
    func posts() {
        #expect(status(["host": "localhost:1"], .post) == 403)
        #expect(status(["host": "localhost:1", "origin": "http://localhost:1"], .post) == 200)
        #expect(status(["host": "localhost:1", "sec-fetch-site": "same-origin"], .post) == 200)
        #expect(status(["host": "localhost:1", "sec-fetch-site": "same-origin"], .post, body: Data(count: 65_537)) == 413)
    }

    @Test("a token matches itself alone")
    func tokens() {
        let token = Token.random()
        #expect(token.text.count == 32 && token.text != Token.random().text)
        #expect(token.matches(token.text))
        for other in ["", "x", token.text + "x", String(token.text.dropLast()), String(token.text.reversed()) + "?"] {
            #expect(!token.matches(other))
        }
        #expect(!Token("").matches(""))
    }
}
