import Foundation

/// Any bytes as the target of a request, as its headers and as a posted form: read or refused; what is read comes back from its own link, and
/// a link stays on this server.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let text = String(decoding: bytes(data, size), as: UTF8.self)
    let parts = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    if let target = Target(parsing: parts[0]) {
        precondition(target.path.hasPrefix("/") && !target.path.utf8.contains(0))
        let link = target.link
        for word in ["\"", "<", ">", " ", "\n", "//"] where link.contains(word) { fatalError("\(word) in \(link)") }
        if link.utf8.count <= 16_384 {
            let again = Target(parsing: link)
            precondition(
                again?.path == target.path && again?.values == target.values.filter { !$0.text.isEmpty }, "\(link) reads otherwise")
        }
        for name in target.values.map(\.name) {
            _ = target.list(name)
            do { _ = try target.number(name) } catch { check(error) }
            _ = target.with(name, nil).with(name, "x").link
        }
    }
    for method in [Request.Method.get, .post] {
        let headers = [
            "host": parts.count > 1 ? parts[1] : text, "origin": parts.count > 2 ? parts[2] : "", "cookie": text, "if-none-match": text,
        ]
        let request = Request(method, Target(path: "/"), headers: headers, body: bytes(data, size))
        do {
            try Gate(names: ["example.org"]).check(request, isLinked: size % 2 == 0)
            let host = parts.count > 1 ? parts[1].lowercased() : text.lowercased()
            // A name with a letter beyond hexadecimal ones is no address.
            if host.contains(where: { ("g"..."z").contains($0) }), !host.hasPrefix("localhost"), !host.hasPrefix("example.org") {
                fatalError("answered to \(host)")
            }
        } catch { check(error) }
        _ = request.form
        if let cookie = request.cookie("fusiongrid") {
            precondition(!Token("0123456789abcdef0123456789abcdef").matches(cookie) || text.contains("0123"))
        }
        _ = Response.text("x", type: "text/plain").tagged().answering(request)
    }
    return 0
}
