import Foundation
import Pages
import Platform

/// Everything that a request can reach, whoever carries it: no socket is known here.
public final class Site: Sendable {
    private let gate: Gate
    /// Groups with longer paths first.
    private let groups: [RouteGroup]
    private let cache: PageCache

    /// - Parameter version: grows, or changes at least, with every change of what pages show.
    public init(gate: Gate = Gate(), groups: [RouteGroup], version: @escaping @Sendable () throws -> Int) {
        self.gate = gate
        self.groups = groups.sorted { $0.path.utf8.count > $1.path.utf8.count }
        cache = PageCache(version: version)
    }

    /// Never throws: whatever goes wrong is a page that says so.
    public func answer(_ request: Request) -> Response {
        let path = request.target.path
        let group = groups.first { path == $0.path || path.hasPrefix($0.path + "/") || $0.path.isEmpty }
        var response: Response
        do {
            try gate.check(request, isLinked: group?.isLinked ?? false)
            guard let group else { throw PageProblem(.notFound, "There is no page \(path) here.") }
            response = try routed(request, group)
        } catch {
            // What reports and stores refuse is most often what was asked for.
            let problem = error as? PageProblem ?? PageProblem(.badRequest, "\(error)")
            response = group?.problem?(problem) ?? ProblemPage(problem).response
        }
        response = response.answering(request)
        for (name, value) in Self.headers where response.headers[name] == nil { response.headers[name] = value }
        return response
    }

    /// Nothing runs, is drawn or is fetched but what this server itself sent; nobody frames it, and links tell others nothing of it.
    private static let headers = [
        "Content-Security-Policy":
            "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "private, no-cache",
    ]

    private func routed(_ request: Request, _ group: RouteGroup) throws -> Response {
        let path = request.target.path
        if let entered = entrance(request, group) { return entered }
        var request = request
        request.token = request.cookie(group.cookie)
        guard group.admits(request.token) else {
            throw PageProblem(.unauthorized, "These pages are opened by the address that was printed when the server started.")
        }
        let own = String(path.dropFirst(group.path.utf8.count)), method = request.method == .head ? .get : request.method
        let found = group.routes.filter { $0.path == (own.isEmpty ? "/" : own) }
        guard let route = found.first(where: { $0.method == method }) else {
            if found.isEmpty { throw PageProblem(.notFound, "There is no page \(path) here.") }
            throw PageProblem(.methodNotAllowed, "Nothing can be changed here.")
        }
        return route.isKept ? try cache.response(for: request, route.answer) : try route.answer(request).tagged()
    }

    /// Who brings a token in the address gets it as a cookie and the address without it.
    private func entrance(_ request: Request, _ group: RouteGroup) -> Response? {
        guard request.method != .post, let token = request.target.value("token"), group.admits(token) else { return nil }
        var response = Response.redirect(request.target.with("token", nil))
        // Of what is admitted without a token nothing is kept; and a cookie holds no other characters.
        if !group.admits(nil), token.utf8.allSatisfy({ $0 < 127 && $0 > 32 && !",;\"\\".utf8.contains($0) }) {
            response.headers["Set-Cookie"] =
                "\(group.cookie)=\(token); Path=\(group.path.isEmpty ? "/" : group.path); HttpOnly; SameSite=Strict"
        }
        return response
    }
}
