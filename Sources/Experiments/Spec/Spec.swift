import Claims

/// Where a cell lies along one swept option.
public struct Coordinate: Sendable, Hashable, Codable {
    public let path: String
    public let value: OptionValue
}

/// A validated experiment: the cells of its grid and the seeds each is run with.
public struct Spec: Sendable {
    public let name: String
    public let description: String?
    /// The file it was read from, as given.
    public let path: String
    /// Every file read: this one, then those it extends.
    public let files: [String]
    /// Their texts in this order; what the store keeps for the record.
    public let sourceText: String
    public let seeds: [Int]
    /// Paths of the options that change with the seed.
    public var varied: [String] { grid.variation.options.map(\.path) }
    /// The cell that comparisons are made against; nil if the spec names none or an override removed it.
    public let baseline: Int?
    /// What its results are asked.
    public let claims: ClaimList
    /// What it asks of a Slurm cluster. Not part of job keys.
    public let slurm: SlurmSettings
    /// Rules that lost their meaning to an override or an extending file.
    public let warnings: [SpecDiagnostic]
    let grid: Grid

    /// Hex SHA-256 of the source text.
    public var sourceHash: String { Array(sourceText.utf8).withUnsafeBytes(JobKeys.hash) }

    /// All cells: the axes' product, first axis slowest, then the included cells.
    public var cells: [Cell] { (0..<grid.cellCount).map { Cell(grid: grid, index: $0) } }

    public var cellCount: Int { grid.cellCount }

    /// Precondition: `index` is below `cellCount`.
    public func cell(_ index: Int) -> Cell {
        precondition(index >= 0 && index < grid.cellCount)
        return Cell(grid: grid, index: index)
    }
}

/// One configuration of the grid. It stores two words; everything else is worked out when asked for.
public struct Cell: Sendable {
    let grid: Grid
    /// Position among the spec's cells.
    public let index: Int

    /// One coordinate for every swept path.
    public var coordinates: [Coordinate] { grid.coordinates(of: index) }

    /// As declared: where options vary with the seed, that of the first one (see ``Job/configuration``).
    public var configuration: JobConfiguration { grid.configuration(of: index) }

    /// `point=2 conditioning=concat text_depth=2`; `base` when nothing is swept.
    public var label: String { grid.label(of: index) }
}
