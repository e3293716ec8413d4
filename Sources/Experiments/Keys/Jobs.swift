/// One cell with one seed: the unit that is run, stored and shared between specs.
public struct Job: Sendable {
    /// What the results are stored under.
    public let key: String
    /// What trained weights are shared under: equal for jobs that differ only in `sample` and `evaluate`.
    public let trainingKey: String
    public let cellIndex: Int
    public let seed: Int
    public let dataFingerprint: String
    let grid: Grid

    /// With the values that this seed gives to what varies.
    public var configuration: JobConfiguration { grid.configuration(of: cellIndex, seed: seed) }

    /// What the seed adds to the options that vary with it; 0 where none do. Jobs of one cell that agree in it have one configuration.
    public var seedOffset: Int { grid.variation.offset(of: seed) }
}

extension Spec {
    /// Every job: cells in order, each with all seeds in order.
    ///
    /// - Parameters:
    ///   - content: the fingerprint of a file or folder that an option names; called once for every distinct one.
    ///   - fingerprint: the content of a data section; called once for every distinct one.
    public func jobs(
        content: (String) throws -> String, fingerprint: (JobConfiguration.Data) throws -> String
    ) rethrows -> [Job] {
        var contents = PathContents()
        for option in JobKeys.canonicalOrder where option.isContent {
            let swept = grid.slots.first { $0.option === option }?.values
            for path in (swept ?? [option.read(grid.base)]).compactMap(\.string) { try contents.learn(path, content) }
        }
        var known: [JobConfiguration.Data: String] = [:]
        if grid.variation.isEmpty { return try jobs(seeds: seeds, base: grid.base, contents, fingerprint, &known) }
        let bySeed = try seeds.map { seed in
            try jobs(seeds: [seed], base: grid.variation.applied(to: grid.base, seed: seed), contents, fingerprint, &known)
        }
        return (0..<grid.cellCount).flatMap { cell in bySeed.map { $0[cell] } }
    }

    /// The same of a spec whose options name no files beside its data.
    public func jobs(fingerprint: (JobConfiguration.Data) throws -> String) rethrows -> [Job] {
        try jobs(content: { path in preconditionFailure("\(path) is named by an option") }, fingerprint: fingerprint)
    }

    /// The jobs of seeds that share one base.
    private func jobs(
        seeds: [Int], base: JobConfiguration, _ contents: PathContents, _ fingerprint: (JobConfiguration.Data) throws -> String,
        _ known: inout [JobConfiguration.Data: String]
    ) rethrows -> [Job] {
        let fingerprints = try dataFingerprints(base: base, fingerprint, &known)
        let fingerprintBytes = fingerprints.texts.map { Array($0.utf8) }
        let seedBytes = seeds.map { Array("seed=\($0)\ndata=".utf8) }
        var writers = [
            CanonicalWriter(grid: grid, base: base, contents, sections: Set(OptionSchema.sections), format: JobKeys.jobFormat),
            CanonicalWriter(grid: grid, base: base, contents, sections: OptionSchema.trainingSections, format: JobKeys.trainingFormat),
        ]
        var jobs: [Job] = []
        jobs.reserveCapacity(grid.cellCount * seeds.count)
        for cell in 0..<grid.cellCount {
            let number = fingerprints.ofCell.isEmpty ? 0 : Int(fingerprints.ofCell[cell])
            for index in writers.indices { writers[index].start(cell) }
            for (seed, bytes) in zip(seeds, seedBytes) {
                jobs.append(
                    Job(
                        key: writers[0].key(seed: bytes, fingerprint: fingerprintBytes[number]),
                        trainingKey: writers[1].key(seed: bytes, fingerprint: fingerprintBytes[number]),
                        cellIndex: cell, seed: seed, dataFingerprint: fingerprints.texts[number], grid: grid))
            }
        }
        return jobs
    }

    /// The distinct fingerprints, and each cell's index among them (empty when the data is not swept).
    private func dataFingerprints(
        base: JobConfiguration, _ fingerprint: (JobConfiguration.Data) throws -> String, _ known: inout [JobConfiguration.Data: String]
    ) rethrows -> (texts: [String], ofCell: [UInt32]) {
        let slots = grid.slots.indices.filter { grid.slots[$0].option.section == "data" }
        var (texts, ofCell): ([String], [UInt32]) = ([], [])
        func add(_ data: JobConfiguration.Data) throws {
            let text = try known[data] ?? fingerprint(data)
            known[data] = text
            texts.append(text)
        }
        if slots.isEmpty {
            try add(base.data)
            return (texts, ofCell)
        }
        var numbers: [[Int]: UInt32] = [:]
        for cell in 0..<grid.cellCount {
            let values = slots.map { grid.value($0, of: cell) }
            if let number = numbers[values] {
                ofCell.append(number)
            } else {
                numbers[values] = UInt32(texts.count)
                ofCell.append(UInt32(texts.count))
                try add(grid.configuration(of: cell, base: base).data)
            }
        }
        return (texts, ofCell)
    }
}

/// Writes canonical texts of a grid's cells from pieces made once: constant stretches of lines between the
/// swept options, and one line for each of their values. `JobConfiguration.key` is the plain form of the same.
struct CanonicalWriter {
    private enum Piece {
        case constant([UInt8])
        case slot(Int, lines: [[UInt8]])
    }

    private let grid: Grid
    private let pieces: [Piece]
    private let format: [UInt8]
    private var bytes: [UInt8] = []
    private var length = 0

    /// - Parameter base: the grid's, with what a seed varies.
    init(grid: Grid, base: JobConfiguration, _ contents: PathContents, sections: Set<String>, format: String) {
        self.grid = grid
        self.format = Array("\nformat=\(format)\n".utf8)
        let slotOf = Dictionary(uniqueKeysWithValues: grid.slots.enumerated().map { ($1.option, $0) })
        var pieces: [Piece] = []
        var constant: [UInt8] = []
        for option in JobKeys.canonicalOrder where sections.contains(option.section) {
            guard let slot = slotOf[option] else {
                constant += JobKeys.line(option, option.read(base), contents).utf8
                continue
            }
            if !constant.isEmpty { pieces.append(.constant(constant)) }
            constant = []
            pieces.append(.slot(slot, lines: grid.slots[slot].values.map { Array(JobKeys.line(option, $0, contents).utf8) }))
        }
        if !constant.isEmpty { pieces.append(.constant(constant)) }
        self.pieces = pieces
    }

    /// Turns to a cell: writes its canonical text.
    mutating func start(_ cell: Int) {
        bytes.removeAll(keepingCapacity: true)
        for piece in pieces {
            switch piece {
            case .constant(let text): bytes += text
            case .slot(let slot, let lines): bytes += lines[grid.value(slot, of: cell)]
            }
        }
        length = bytes.count
    }

    /// The key of the cell with the seed (`seed=N`, newline, `data=`) and the fingerprint.
    mutating func key(seed: [UInt8], fingerprint: [UInt8]) -> String {
        bytes += seed
        bytes += fingerprint
        bytes += format
        defer { bytes.removeLast(bytes.count - length) }
        return bytes.withUnsafeBytes(JobKeys.hash)
    }
}
