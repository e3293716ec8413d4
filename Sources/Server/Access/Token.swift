/// A secret that opens a group of pages.
public struct Token: Sendable {
    public let text: String

    public init(_ text: String) { self.text = text }

    /// 192 bits from the system.
    public static func random() -> Token {
        var source = SystemRandomNumberGenerator()
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        return Token(String((0..<32).map { _ in alphabet[Int((source.next() as UInt64) & 63)] }))
    }

    /// Takes as long for every wrong text of one length: how long it took tells nothing of the secret.
    public func matches(_ other: String) -> Bool {
        let own = Array(text.utf8), other = Array(other.utf8)
        var difference = UInt8(own.count == other.count ? 0 : 1)
        for index in other.indices { difference |= other[index] ^ own[index % max(own.count, 1)] }
        return difference == 0 && !own.isEmpty
    }
}
