import Foundation

/// An attribute of an element; its value is text.
public struct Attribute: Sendable, Equatable {
    fileprivate let name: String
    fileprivate let value: String?

    /// - Parameter value: nil for an attribute that is there or not, such as `open`.
    public init(_ name: StaticString, _ value: String?) { (self.name, self.value) = ("\(name)", value) }

    public static func kind(_ value: String) -> Attribute { Attribute("class", value) }
    public static func id(_ value: String) -> Attribute { Attribute("id", value) }
    public static func label(_ value: String) -> Attribute { Attribute("aria-label", value) }
    public static let column = Attribute("scope", "col")
    public static let row = Attribute("scope", "row")

    /// A place on the same page.
    public static func place(_ id: String) -> Attribute { Attribute("href", "#\(id)") }

    /// A file beside the page, by its path from there.
    public static func file(_ path: String) -> Attribute {
        let safe = path.split(separator: "/").map { $0.addingPercentEncoding(withAllowedCharacters: .unreserved) ?? "" }
        // "./": whatever a name begins with, it is no other scheme.
        return Attribute("href", "./" + safe.joined(separator: "/"))
    }

    /// A picture in the page itself.
    public static func picture(png: Data) -> Attribute { Attribute("src", "data:image/png;base64,\(png.base64EncodedString())") }
}

extension [Attribute] {
    var markup: String {
        map { attribute in " " + attribute.name + (attribute.value.map { "=\"\(HTML.escaped($0))\"" } ?? "") }.joined()
    }
}

extension CharacterSet {
    fileprivate static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
