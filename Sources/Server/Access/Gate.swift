import Foundation

/// Who may ask at all: answers only to its own names, never to other sites, and lets nothing be changed but by routes that say so.
public struct Gate: Sendable {
    /// Names beside numeric addresses and localhost that the server answers to, in lower case.
    let names: Set<String>
    static let mostBodyBytes = 65_536

    public init(names: [String] = []) { self.names = Set(names.map { $0.lowercased() }) }

    /// - Parameter isLinked: whether what is asked for may be opened by a link elsewhere.
    /// - Throws: ``PageProblem`` that says what is refused.
    func check(_ request: Request, isLinked: Bool = false) throws {
        guard let host = request.headers["host"], isOwn(host) else {
            // A name that somebody else points here (DNS rebinding) would let their pages read ours.
            throw PageProblem(
                .misdirected, "This server answers to numeric addresses, localhost and names given with --name, and was asked as another.")
        }
        let isOpened =
            isLinked && request.method != .post && request.headers["sec-fetch-mode"] == "navigate"
            && request.headers["sec-fetch-dest"] == "document"
        if let site = request.headers["sec-fetch-site"], site != "same-origin", site != "none", !isOpened {
            throw PageProblem(.forbidden, "Another site's page asked for this: open the address itself.")
        }
        if let origin = request.headers["origin"], !isSame(origin, host) {
            throw PageProblem(.forbidden, "Another site's page asked for this: open the address itself.")
        }
        guard request.method == .post else { return }
        guard request.headers["origin"] != nil || request.headers["sec-fetch-site"] == "same-origin" else {
            throw PageProblem(.forbidden, "Forms are taken from this server's own pages alone.")
        }
        guard request.body.count <= Self.mostBodyBytes else { throw PageProblem(.tooLarge, "More was sent than any form here holds.") }
    }

    private func isSame(_ origin: String, _ host: String) -> Bool {
        origin.lowercased() == "http://" + host.lowercased() || origin.lowercased() == "https://" + host.lowercased()
    }

    private func isOwn(_ host: String) -> Bool {
        let name = Self.name(of: host).lowercased()
        return name == "localhost" || names.contains(name) || Self.isNumeric(name)
    }

    /// Of "name:8080" or "[::1]:8080".
    private static func name(of host: String) -> String {
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            let rest = host[host.index(after: end)...]
            return rest.isEmpty || isPort(rest) ? String(host[host.index(after: host.startIndex)..<end]) : ""
        }
        guard let colon = host.firstIndex(of: ":") else { return host }
        return isPort(host[colon...]) ? String(host[..<colon]) : ""
    }

    private static func isPort(_ text: Substring) -> Bool { text.first == ":" && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber } }

    private static func isNumeric(_ name: String) -> Bool {
        var four = in_addr(), six = in6_addr()
        return inet_pton(AF_INET, name, &four) == 1 || inet_pton(AF_INET6, name, &six) == 1
    }
}
