import Foundation
import Pages

/// Lines with bands, drawn as a part of the page.
struct LinePlot {
    struct Point {
        var x: Double
        var y: Double
        var low: Double?
        var high: Double?
    }
    struct Series {
        var name: String
        var points: [Point]
    }

    private static let (width, height) = (900.0, 420.0)
    /// Beyond so many points lines cannot be told from those with all.
    private static let mostPoints = 400
    private static let colours = 6

    let title: String
    let yLabel: String
    let series: [Series]
    private let x: Scale
    private let y: Scale

    /// - Returns: nil without a point.
    init?(title: String, yLabel: String, series: [Series], isLogarithmic: Bool) {
        let points = series.flatMap(\.points)
        guard let x = Scale(points.map(\.x), pixels: 70...(Self.width - 30)),
            let y = Scale(
                points.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] }, isLogarithmic: isLogarithmic, pixels: 12...(Self.height - 45))
        else { return nil }
        (self.title, self.yLabel, self.series, self.x, self.y) = (title, yLabel, series, x, y)
    }

    var html: HTML {
        tag("figure", .kind("plot")) {
            scrolling(title) {
                tag("svg", Attribute("viewBox", "0 0 900 420"), Attribute("role", "img"), .label(title)) {
                    axes
                    series.enumerated().map { band($1, $0) }
                    series.enumerated().map { line($1, $0) }
                }
            }
            tag("figcaption") {
                tag("p", .kind("small")) { yLabel }
                tag("ul", .kind("legend")) {
                    series.enumerated().filter { !$0.element.points.isEmpty }.map { number, series in
                        tag("li") {
                            tag(
                                "svg", Attribute("viewBox", "0 0 28 10"), Attribute("width", "28"), Attribute("height", "10"),
                                Attribute("aria-hidden", "true")
                            ) {
                                shape(
                                    "line", .kind(kind(number)), Attribute("x1", "0"), Attribute("x2", "28"), Attribute("y1", "5"),
                                    Attribute("y2", "5"))
                            }
                            " "
                            quoted(series.name)
                        }
                    }
                }
            }
        }
    }

    private func kind(_ number: Int) -> String { "curve c\(number % Self.colours) d\(number / Self.colours % 3)" }

    private var axes: HTML {
        let bottom = y.pixels.upperBound
        let columns = x.ticks.map { tick -> HTML in
            let place = x.place(tick)
            return line("grid", place, place, y.pixels.lowerBound, bottom) + text(tickText(tick), place, bottom + 18, "middle")
        }
        let rows = y.ticks.map { tick -> HTML in
            let place = y.place(tick, isUpward: true)
            return line("grid", x.pixels.lowerBound, x.pixels.upperBound, place, place) + text(tickText(tick), 62, place + 4, "end")
        }
        let middle = (x.pixels.lowerBound + x.pixels.upperBound) / 2
        return HTML(columns + rows + [text("training step", middle, Self.height - 6, "middle")])
    }

    private func band(_ series: Series, _ number: Int) -> HTML {
        let points = thinned(series.points).filter { $0.low != nil && $0.high != nil }
        guard points.count > 1 else { return .nothing }
        let ends = points.map { ($0.x, $0.high!) } + points.reversed().map { ($0.x, $0.low!) }
        return shape("polygon", .kind("band c\(number % Self.colours)"), Attribute("points", places(ends)))
    }

    private func line(_ series: Series, _ number: Int) -> HTML {
        let points = thinned(series.points)
        if points.count == 1 {
            return shape(
                "circle", .kind("dot c\(number % Self.colours)"), Attribute("cx", point(x.place(points[0].x))),
                Attribute("cy", point(y.place(points[0].y, isUpward: true))), Attribute("r", "4"))
        }
        return shape("polyline", .kind(kind(number)), Attribute("points", places(points.map { ($0.x, $0.y) })))
    }

    private func thinned(_ points: [Point]) -> [Point] {
        guard points.count > Self.mostPoints else { return points }
        let stride = (points.count + Self.mostPoints - 1) / Self.mostPoints
        return points.indices.filter { $0 % stride == 0 || $0 == points.count - 1 }.map { points[$0] }
    }

    private func places(_ points: [(Double, Double)]) -> String {
        points.map { "\(point(x.place($0.0))),\(point(y.place($0.1, isUpward: true)))" }.joined(separator: " ")
    }

    private func line(_ kind: String, _ x1: Double, _ x2: Double, _ y1: Double, _ y2: Double) -> HTML {
        shape(
            "line", .kind(kind), Attribute("x1", point(x1)), Attribute("x2", point(x2)), Attribute("y1", point(y1)),
            Attribute("y2", point(y2)))
    }

    private func text(_ text: String, _ x: Double, _ y: Double, _ anchor: String) -> HTML {
        tag("text", Attribute("x", point(x)), Attribute("y", point(y)), Attribute("text-anchor", anchor)) { text }
    }
}
