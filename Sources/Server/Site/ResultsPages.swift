import Foundation
import Pages
import ResultsStore

extension RouteGroup {
    /// The pages over a store's results: all of them only read.
    ///
    /// - Parameter token: opens them; nil where everybody on this machine may come in.
    public static func results(_ library: Library, token: Token?, version: @escaping @Sendable () throws -> Int) -> RouteGroup {
        let disk = DiskWatch(library)
        func page(_ path: String, _ make: @escaping @Sendable (Target) throws -> Response) -> Route {
            Route(path, isKept: true) { try make($0.target) }
        }
        return RouteGroup(
            path: "", cookie: "fusiongrid", admits: { brought in token.map { $0.matches(brought ?? "") } ?? true },
            routes: [
                page("/") { _ in try StorePage(library: library, disk: disk).response() },
                page("/grid") { try GridPage(library, $0).response() },
                page("/table") { try GridPage(library, $0).file() },
                page("/cell") { try CellPage(library, $0).response() },
                page("/samples") { try SamplesPage(library, $0).response() },
                page("/compare") { try ComparePage(library, $0).response() },
                page("/compare-table") { try ComparePage(library, $0).file() },
                page("/claims") { try ClaimsPage(library, $0).response() },
                page("/claims-table") { try ClaimsPage(library, $0).file() },
                page("/curves") { try CurvesPage(library, $0).response() },
                page("/attention") { try AttentionPage(library, $0).response() },
                page("/job") { try JobPage(library, $0).response() },
                Route("/job/file") { try JobPage(library, $0.target).file($0.target) },
                page("/job/spec") { try JobPage(library, $0).specText() },
                page("/job/samples.png") { try JobPage(library, $0).sheet($0) },
                page("/people") { try PeoplePage(library, $0).response() },
                page("/people-table") { try PeoplePage(library, $0).file() },
                page("/people-votes") { try PeoplePage(library, $0).votes() },
                Route("/query") { try QueryPage(library, $0.target).response() },
                Route("/query-table") { try QueryPage(library, $0.target).file() },
                // Changes whenever the store does; costs next to nothing.
                Route("/version") { _ in .text("\(try version())", type: "text/plain; charset=utf-8") },
                Route("/style.css") { _ in .text(StyleSheet.text + styles, type: "text/css; charset=utf-8") },
                Route("/page.js") { _ in .text(script, type: "text/javascript; charset=utf-8") },
            ])
    }

    private static let script = String(decoding: PackageResources.page_js, as: UTF8.self)
    private static let styles = String(decoding: PackageResources.page_css, as: UTF8.self)
}
