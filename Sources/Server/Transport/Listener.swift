import Dispatch
import FlyingFox
import FlyingSocks
import Foundation

/// Carries requests from sockets to a site.
public struct Listener: Sendable {
    /// Where to listen: a numeric address, and a port that is free or 0 for any.
    public struct Address: Sendable {
        public var host: String
        public var port: UInt16

        public init(host: String, port: UInt16) { (self.host, self.port) = (host, port) }

        /// Whether only this machine can reach it.
        public var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") }
    }

    private let server: HTTPServer

    /// - Throws: ``PageProblem`` for an address that is none.
    public init(_ address: Address, site: Site) throws {
        let handler = SiteHandler(site: site)
        let timeout = 60.0, logger = Silence()
        do {
            server =
                address.host.contains(":")
                ? HTTPServer(
                    address: try sockaddr_in6.inet6(ip6: address.host, port: address.port), timeout: timeout, logger: logger,
                    handler: handler)
                : HTTPServer(
                    address: try sockaddr_in.inet(ip4: address.host, port: address.port), timeout: timeout, logger: logger, handler: handler
                )
        } catch {
            throw PageProblem(.failed, "--listen \(address.host): not a numeric address, such as 192.0.2.7 or ::")
        }
    }

    /// Serves until the task is cancelled.
    /// - Parameter ready: told the port when requests can come.
    /// - Throws: what the socket refused.
    public func run(ready: @escaping @Sendable (UInt16) -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                try await server.waitUntilListening()
                switch await server.listeningAddress {
                case .ip4(_, let port), .ip6(_, let port): ready(port)
                case .unix, nil: break
                }
            }
            try await group.waitForAll()
        }
    }
}

/// Pages are made on threads of their own, as many as there are readers' connections to the store: what waits for a disk keeps no other
/// request from being read.
private struct SiteHandler: HTTPHandler {
    let site: Site
    private static let workers: OperationQueue = {
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 8
        return queue
    }()

    func handleRequest(_ incoming: HTTPRequest) async throws -> HTTPResponse {
        guard let method = Request.Method(rawValue: incoming.method.rawValue) else { return HTTPResponse(statusCode: .methodNotAllowed) }
        guard let target = Target(parsing: incoming.target.rawValue) else { return HTTPResponse(statusCode: .badRequest) }
        var request = Request(method, target)
        for key in incoming.headers.keys { request.headers[key.rawValue.lowercased()] = incoming.headers[key] }
        if method == .post { request.body = try await body(incoming) }
        let response = await withCheckedContinuation { continuation in
            Self.workers.addOperation { [request] in continuation.resume(returning: site.answer(request)) }
        }
        var headers = HTTPHeaders()
        for (name, value) in response.headers { headers[HTTPHeader(name)] = value }
        let status = HTTPStatusCode(response.status.rawValue, phrase: response.status.phrase)
        if method == .head { return HTTPResponse(statusCode: status, headers: headers) }
        switch response.body {
        case .data(let data): return HTTPResponse(statusCode: status, headers: headers, body: data)
        case .file(let file): return HTTPResponse(statusCode: status, headers: headers, body: try HTTPBodySequence(file: file))
        }
    }

    /// As much of what was sent as any form holds, and a byte more, so that too much is seen as such.
    private func body(_ incoming: HTTPRequest) async throws -> Data {
        var data = Data()
        for try await piece in incoming.bodySequence {
            data.append(piece)
            if data.count > Gate.mostBodyBytes { break }
        }
        return data
    }
}

extension Response.Status {
    fileprivate var phrase: String {
        switch self {
        case .ok: "OK"
        case .seeOther: "See Other"
        case .notModified: "Not Modified"
        case .badRequest: "Bad Request"
        case .unauthorized: "Unauthorized"
        case .forbidden: "Forbidden"
        case .notFound: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .tooLarge: "Content Too Large"
        case .misdirected: "Misdirected Request"
        case .failed: "Internal Server Error"
        case .busy: "Service Unavailable"
        }
    }
}

/// What connections do is nobody's news.
private struct Silence: Logging {
    func logDebug(_ debug: @autoclosure () -> String) {}
    func logInfo(_ info: @autoclosure () -> String) {}
    func logWarning(_ warning: @autoclosure () -> String) {}
    func logError(_ error: @autoclosure () -> String) {}
    func logCritical(_ critical: @autoclosure () -> String) {}
}
