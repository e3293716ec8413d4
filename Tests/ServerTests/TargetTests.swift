import Foundation
import Testing
@testable import Server

@Suite("Targets of requests")
struct TargetTests {
    @Test("values are decoded once, with repeated names and plus for a space")
    func decoded() throws {
        let target = try #require(Target(parsing: "/grid?spec=a%20b+c&metric=x%2Fy,z&metric=w&empty=&%3d=%26"))
        #expect(target.path == "/grid")
        #expect(target.value("spec") == "a b c")
        #expect(target.list("metric") == ["x/y", "z", "w"])
        #expect(target.value("empty") == nil)
        #expect(target.value("=") == "&")
        #expect(target.value("none") == nil && target.list("none") == nil)
        #expect(try #require(Target(parsing: "/a+b")).path == "/a+b")
    }

    @Test(
        "what is no clean path or text is refused",
        arguments: [
            "", "grid", "http://x/", "//evil.example", "/a//b", "/%2F/x", "/a/../b", "/%2e%2e/x", "/./x", "/%", "/%4", "/%zz", "/%ff",
            "/a%00b", "/a%0ab", "/x?a=%00",
            "/x?a=%c3",
            "/x?\(String(repeating: "a", count: 20_000))", "/x?" + String(repeating: "a=1&", count: 300),
        ])
    func refused(_ text: String) { #expect(Target(parsing: text) == nil) }

    @Test("a link reads back as the target it was made of, whatever it holds")
    func link() {
        #expect(Target(path: "/a b\">é").link == "/a%20b%22%3E%C3%A9")
        let target = Target(path: "/job", values: [.init("key", "a&b=c#d%\"<>é 漢"), .init("x", "../..//evil")])
        #expect(target.link.allSatisfy { $0.isASCII && !"\"<> #".contains($0) })
        #expect(Target(parsing: target.link) == target)
    }

    @Test("a changed value keeps its place, and nil takes it away")
    func changed() {
        let target = Target(path: "/a", values: [.init("x", "1"), .init("y", "2"), .init("x", "3")])
        #expect(target.with("x", "9").link == "/a?x=9&y=2")
        #expect(target.with("x", nil).link == "/a?y=2")
        #expect(target.with("z", "4").link == "/a?x=1&y=2&x=3&z=4")
    }

    @Test("numbers are whole numbers or an error that says what was found")
    func numbers() throws {
        let target = try #require(Target(parsing: "/a?n=12&bad=1.5&huge=99999999999999999999"))
        #expect(try target.number("n") == 12)
        #expect(try target.number("none") == nil)
        for name in ["bad", "huge"] { #expect(throws: PageProblem.self) { try target.number(name) } }
    }
}
