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

    public var configuration: JobConfiguration { grid.configuration(of: cellIndex) }
}

extension Spec {
    /// Every job: cells in order, each with all seeds in order.
    ///
    /// - Parameter fingerprint: The content of a data section; called once for every distinct one.
    public func jobs(fingerprint: (JobConfiguration.Data) throws -> String) rethrows -> [Job] {
        let fingerprints = try dataFingerprints(fingerprint)
        let jobText = CanonicalWriter(grid: grid, sections: Set(OptionSchema.sections))
        let trainingText = CanonicalWriter(grid: grid, sections: OptionSchema.trainingSections)
        var (bytes, trainingBytes): ([UInt8], [UInt8]) = ([], [])
        var jobs: [Job] = []
        jobs.reserveCapacity(grid.cellCount * seeds.count)
        for cell in 0..<grid.cellCount {
            let fingerprint = fingerprints.texts[Int(fingerprints.ofCell.isEmpty ? 0 : fingerprints.ofCell[cell])]
            jobText.write(cell, into: &bytes)
            trainingText.write(cell, into: &trainingBytes)
            let (length, trainingLength) = (bytes.count, trainingBytes.count)
            for seed in seeds {
                bytes += JobKeys.ending(seed: seed, dataFingerprint: fingerprint, format: JobKeys.jobFormat).utf8
                trainingBytes += JobKeys.ending(seed: seed, dataFingerprint: fingerprint, format: JobKeys.trainingFormat).utf8
                jobs.append(Job(
                    key: bytes.withUnsafeBytes(JobKeys.hash), trainingKey: trainingBytes.withUnsafeBytes(JobKeys.hash),
                    cellIndex: cell, seed: seed, dataFingerprint: fingerprint, grid: grid))
                bytes.removeLast(bytes.count - length)
                trainingBytes.removeLast(trainingBytes.count - trainingLength)
            }
        }
        return jobs
    }

    /// The distinct fingerprints, and each cell's index among them (empty when the data is not swept).
    private func dataFingerprints(
        _ fingerprint: (JobConfiguration.Data) throws -> String
    ) rethrows -> (texts: [String], ofCell: [UInt32]) {
        let slots = grid.slots.indices.filter { OptionSchema.options[grid.slots[$0].option].section == "data" }
        if slots.isEmpty { return ([try fingerprint(grid.base.data)], []) }
        var numbers: [[Int]: UInt32] = [:]
        var (texts, ofCell): ([String], [UInt32]) = ([], [])
        for cell in 0..<grid.cellCount {
            let values = slots.map { grid.value($0, of: cell) }
            if let number = numbers[values] {
                ofCell.append(number)
            } else {
                numbers[values] = UInt32(texts.count)
                ofCell.append(UInt32(texts.count))
                texts.append(try fingerprint(grid.configuration(of: cell).data))
            }
        }
        return (texts, ofCell)
    }
}

/// Writes canonical texts of a grid's cells from pieces made once: constant stretches of lines between the
/// swept options, and one line for each of their values.
struct CanonicalWriter {
    private enum Piece {
        case constant([UInt8])
        case slot(Int, lines: [[UInt8]])
    }

    private let grid: Grid
    private let pieces: [Piece]

    init(grid: Grid, sections: Set<String>) {
        self.grid = grid
        let slotOf = Dictionary(uniqueKeysWithValues: grid.slots.enumerated().map { ($1.option, $0) })
        var pieces: [Piece] = []
        var constant: [UInt8] = []
        for index in JobKeys.canonicalOrder where sections.contains(OptionSchema.options[index].section) {
            let option = OptionSchema.options[index]
            guard let slot = slotOf[index] else {
                constant += JobKeys.line(option, option.read(grid.base)).utf8
                continue
            }
            if !constant.isEmpty { pieces.append(.constant(constant)) }
            constant = []
            pieces.append(.slot(slot, lines: grid.slots[slot].values.map { Array(JobKeys.line(option, $0).utf8) }))
        }
        if !constant.isEmpty { pieces.append(.constant(constant)) }
        self.pieces = pieces
    }

    /// Replaces the bytes by the cell's canonical text.
    func write(_ cell: Int, into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        for piece in pieces {
            switch piece {
            case .constant(let text): bytes += text
            case .slot(let slot, let lines): bytes += lines[grid.value(slot, of: cell)]
            }
        }
    }
}
