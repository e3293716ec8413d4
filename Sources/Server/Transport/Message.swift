import Foundation
import Platform

/// A request as far as pages care.
public struct Request: Sendable {
    public enum Method: String, Sendable { case get = "GET", head = "HEAD", post = "POST" }

    public var method: Method
    public var target: Target
    /// Names in lower case.
    public var headers: [String: String]
    public var body: Data
    /// What let the request in; nil where nothing is asked for.
    public internal(set) var token: String?

    public init(_ method: Method = .get, _ target: Target, headers: [String: String] = [:], body: Data = Data()) {
        (self.method, self.target, self.headers, self.body) = (method, target, headers, body)
    }

    /// The values of a posted form; nil for what is none.
    public var form: [Target.Value]? { String(validating: body, as: UTF8.self).flatMap(Target.form) }

    func cookie(_ name: String) -> String? {
        headers["cookie"]?.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            .first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }
}

/// The answer to a request.
public struct Response: Sendable {
    public enum Status: Int, Sendable {
        case ok = 200, seeOther = 303, notModified = 304, badRequest = 400, unauthorized = 401, forbidden = 403, notFound = 404,
            methodNotAllowed = 405, tooLarge = 413, misdirected = 421, failed = 500, busy = 503
    }
    public enum Body: Sendable {
        case data(Data)
        /// A file of a job, sent in pieces.
        case file(URL)
    }

    public var status: Status
    public var headers: [String: String]
    public var body: Body

    public init(_ status: Status = .ok, type: String, _ body: Body, headers: [String: String] = [:]) {
        (self.status, self.body, self.headers) = (status, body, headers)
        self.headers["Content-Type"] = type
    }

    public static func text(_ text: String, type: String, status: Status = .ok) -> Response {
        Response(status, type: type, .data(Data(text.utf8)))
    }

    /// Something to keep, under a name of this program's making.
    static func download(_ text: String, name: String, type: String) -> Response {
        var response = Response.text(text, type: type)
        response.headers["Content-Disposition"] = "attachment; filename=\"\(name)\""
        return response
    }

    static func redirect(_ target: Target) -> Response {
        Response(.seeOther, type: "text/plain; charset=utf-8", .data(Data()), headers: ["Location": target.link])
    }

    /// With a name for what is in it, so that the same need not be sent again.
    func tagged() -> Response {
        guard case .data(let data) = body, status == .ok, headers["ETag"] == nil else { return self }
        var hash = SHA256(), response = self
        data.withUnsafeBytes { hash.update($0) }
        response.headers["ETag"] = "\"\(hash.hex.prefix(32))\""
        return response
    }

    /// What to send to someone who may have it already.
    func answering(_ request: Request) -> Response {
        guard let tag = headers["ETag"], let known = request.headers["if-none-match"],
            known.split(separator: ",").contains(where: { $0.trimmingCharacters(in: .whitespaces).trimmingPrefix("W/") == tag })
        else { return self }
        var response = self
        (response.status, response.body) = (.notModified, .data(Data()))
        return response
    }
}

/// Why there is no page, in words for who asked.
public struct PageProblem: Error, Sendable, CustomStringConvertible {
    public var status: Response.Status
    public var description: String

    public init(_ status: Response.Status, _ description: String) { (self.status, self.description) = (status, description) }
}
