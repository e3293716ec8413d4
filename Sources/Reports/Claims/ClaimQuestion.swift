import Platform

/// Cells that share something, by their options.
struct CellKind: Sendable, Equatable {
    enum Condition: Sendable, Equatable {
        case equals(Double)
        case above(Double)
    }
    struct Requirement: Sendable, Equatable {
        var path: String
        var condition: Condition
    }

    var requirements: [Requirement]

    init(_ requirements: [(String, Condition)]) {
        self.requirements = requirements.map { Requirement(path: $0.0, condition: $0.1) }
    }

    func holds(_ cell: Grid.Cell) -> Bool {
        requirements.allSatisfy { requirement in
            guard let value = cell.option(requirement.path).flatMap(Double.init) else { return false }
            return switch requirement.condition {
            case .equals(let wanted): value == wanted
            case .above(let limit): value > limit
            }
        }
    }

    /// "fusion.point above 0 and fusion.text_depth above 0".
    var text: String {
        requirements.map { requirement in
            switch requirement.condition {
            case .equals(let value): "\(requirement.path) \(shortest(value))"
            case .above(let limit): "\(requirement.path) above \(shortest(limit))"
            }
        }.joined(separator: " and ")
    }
}

/// What a claim compares. Always within a seed and between cells that are equal in every other swept option; several
/// such groups of cells count alike.
enum ClaimQuestion: Sendable, Equatable {
    /// The mean of one kind of cells minus that of another.
    case contrast(CellKind, against: CellKind)
    /// The least-squares slope over a numeric option: the change for one more of it.
    case slope(String)
    /// The cell with the greatest value of each of these options against each other combination of them.
    case corner([String])

    /// One linear combination of cells, or several that must all hold; none when the grid lacks the cells.
    func contrasts(in grid: Grid) -> [CellContrast] {
        switch self {
        case .contrast(let first, let second): contrast(first, second, in: grid).map { [$0] } ?? []
        case .slope(let path): slope(path, in: grid).map { [$0] } ?? []
        case .corner(let paths): corner(paths, in: grid)
        }
    }

    /// What it needs, for a grid that has no such cells.
    var need: String {
        switch self {
        case .contrast(let first, let second): "no cells, otherwise equal, with \(first.text) and with \(second.text)"
        case .slope(let path): "no otherwise equal cells that differ in \(path)"
        case .corner(let paths):
            "no otherwise equal cells that differ in \(paths.joined(separator: " and in ")), with one cell greatest in all"
        }
    }

    // MARK: Weights

    /// Indices of cells that are equal in all swept options but these.
    private func groups(_ grid: Grid, without paths: [String]) -> [[Int]] {
        let key = { (cell: Grid.Cell) in cell.coordinates.filter { !paths.contains($0.path) } }
        let keys = grid.cells.map(key)
        let members = Dictionary(grouping: grid.cells.indices, by: { keys[$0] })
        return unique(keys).map { members[$0] ?? [] }
    }

    private func contrast(_ first: CellKind, _ second: CellKind, in grid: Grid) -> CellContrast? {
        let paths = unique((first.requirements + second.requirements).map(\.path))
        let found = groups(grid, without: paths).map { group in
            (group.filter { first.holds(grid.cells[$0]) }, group.filter { second.holds(grid.cells[$0]) })
        }.filter { !$0.0.isEmpty && !$0.1.isEmpty }
        guard !found.isEmpty else { return nil }
        var contrast = CellContrast()
        for (ones, others) in found {
            for cell in ones { contrast.add(1 / Double(found.count * ones.count), cell) }
            for cell in others { contrast.add(-1 / Double(found.count * others.count), cell) }
        }
        let sides = found.reduce((0, 0)) { ($0.0 + $1.0.count, $0.1 + $1.1.count) }
        contrast.text = "\(first.text) (\(cells(sides.0))) against \(second.text) (\(cells(sides.1)))"
        return contrast
    }

    private func slope(_ path: String, in grid: Grid) -> CellContrast? {
        let found = groups(grid, without: [path]).compactMap { group -> [(cell: Int, x: Double)]? in
            let points = group.compactMap { cell in grid.cells[cell].option(path).flatMap(Double.init).map { (cell, $0) } }
            return Set(points.map(\.1)).count > 1 ? points : nil
        }
        guard !found.isEmpty else { return nil }
        var contrast = CellContrast()
        for points in found {
            let middle = points.reduce(0) { $0 + $1.x } / Double(points.count)
            let squares = points.reduce(0) { $0 + ($1.x - middle) * ($1.x - middle) }
            for point in points { contrast.add((point.x - middle) / squares / Double(found.count), point.cell) }
        }
        let values = unique(found.flatMap { $0.map(\.x) }).sorted()
        contrast.text =
            "one more of \(path) (\(values.map(shortest).joined(separator: ", "))), \(found.count) "
            + (found.count == 1 ? "group of cells" : "groups of cells")
        contrast.unit = "per block"
        return contrast
    }

    private func corner(_ paths: [String], in grid: Grid) -> [CellContrast] {
        func place(_ cell: Int) -> [Double]? {
            let values = paths.compactMap { grid.cells[cell].option($0).flatMap(Double.init) }
            return values.count == paths.count ? values : nil
        }
        let found = groups(grid, without: paths).compactMap { group -> (corner: Int, places: [[Double]: Int])? in
            let places = Dictionary(group.compactMap { cell in place(cell).map { ($0, cell) } }) { first, _ in first }
            let columns = paths.indices.map { index in places.keys.map { $0[index] } }
            guard columns.allSatisfy({ Set($0).count > 1 }) else { return nil }
            let greatest = columns.compactMap { $0.max() }
            return places[greatest].map { corner in (corner, places.filter { $0.key != greatest }) }
        }
        guard let first = found.first else { return [] }
        let shared = first.places.keys.filter { place in found.allSatisfy { $0.places[place] != nil } }
        return shared.sorted { $0.lexicographicallyPrecedes($1) }.map { other in
            var contrast = CellContrast()
            for group in found {
                contrast.add(1 / Double(found.count), group.corner)
                if let cell = group.places[other] { contrast.add(-1 / Double(found.count), cell) }
            }
            contrast.text = zip(paths, other).map { "\($0) \(shortest($1))" }.joined(separator: " and ")
            return contrast
        }
    }

    private func cells(_ count: Int) -> String { count == 1 ? "1 cell" : "\(count) cells" }
}

/// A linear combination of cells: what a claim's effect is within one seed.
struct CellContrast: Sendable, Equatable {
    /// Indices in the grid.
    var cells: [Int] = []
    var weights: [Double] = []
    var text = ""
    /// "per block" where the effect is a rate.
    var unit = ""

    mutating func add(_ weight: Double, _ cell: Int) {
        cells.append(cell)
        weights.append(weight)
    }

    /// - Parameter values: one for each of ``cells``.
    func effect(_ values: [Double]) -> Double {
        let parts = zip(weights, values).map { $0 * $1 }
        let sum = parts.reduce(0, +)
        // Weights add up to 0 on paper: what rounding leaves of equal values is no effect.
        return abs(sum) <= 1e-12 * parts.reduce(0) { $0 + abs($1) } ? 0 : sum
    }
}
