/// Looks through a JPEG that its decoder warned of: whether every coefficient of every scan is in the file. libjpeg-turbo tells the
/// first of its warnings only, and that may be one that costs no pixel.
///
/// Knows baseline, extended and progressive files with Huffman codes; bytes that belong to nothing are passed over.
/// Source: ITU-T T.81, annexes F and G.
struct JPEGCompleteness {
    private struct Component {
        var id: UInt8
        var across, down: Int
        /// Blocks of the component alone, and with what whole MCUs add on the right.
        var width = 0, height = 0, stride = 0
        /// A bit for each coefficient of a block that is not zero so far.
        var nonzero: [UInt64] = []
        /// The precision that scans have left each coefficient at; nil before the first.
        var precision = [Int?](repeating: nil, count: 64)
    }

    private var markers: JPEGMarkers
    private var components: [Component] = []
    private var isProgressive = false
    private var dcTables: [JPEGHuffmanTable?] = Array(repeating: nil, count: 4)
    private var acTables: [JPEGHuffmanTable?] = Array(repeating: nil, count: 4)
    private var restartInterval = 0
    private var unitsAcross = 0, unitsDown = 0
    private var endOfBandRun = 0

    /// - Returns: what is lost; nil when nothing is.
    static func damage(in bytes: UnsafeRawBufferPointer) -> JPEGDamage? {
        var reader = JPEGCompleteness(bytes)
        do throws(JPEGDamage) {
            try reader.read()
            return nil
        } catch { return error }
    }

    private init(_ bytes: UnsafeRawBufferPointer) {
        markers = JPEGMarkers(bytes: bytes)
        markers.move(to: min(2, bytes.count))
    }

    private mutating func read() throws(JPEGDamage) {
        var scans = 0
        while let (marker, _) = markers.next() {
            if marker == JPEGMarkers.endOfImage, scans > 0 { return }
            guard JPEGMarkers.hasPayload(marker) else { continue }
            guard let payload = markers.payload() else { throw .noEnd }
            switch marker {
            case 0xC0, 0xC1, 0xC2: try readFrame(payload, isProgressive: marker == 0xC2)
            case 0xC4: try readTables(payload)
            case 0xC3, 0xC5...0xCF: throw .unknown
            case 0xDD: restartInterval = payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 0
            case JPEGMarkers.startOfScan:
                scans += 1
                try readScan(payload)
            default: break
            }
        }
        throw .noEnd
    }

    private mutating func readFrame(_ payload: UnsafeRawBufferPointer, isProgressive: Bool) throws(JPEGDamage) {
        guard components.isEmpty, payload.count >= 6, payload.count >= 6 + 3 * Int(payload[5]) else { throw .unknown }
        self.isProgressive = isProgressive
        let height = Int(payload[1]) << 8 | Int(payload[2]), width = Int(payload[3]) << 8 | Int(payload[4])
        for number in 0..<Int(payload[5]) {
            let factors = payload[7 + 3 * number]
            components.append(Component(id: payload[6 + 3 * number], across: Int(factors >> 4), down: Int(factors & 15)))
        }
        guard let widest = components.map(\.across).max(), let highest = components.map(\.down).max(), width > 0, height > 0,
            components.allSatisfy({ (1...4).contains($0.across) && (1...4).contains($0.down) })
        else { throw .unknown }
        func parts(_ whole: Int, _ size: Int) -> Int { (whole + size - 1) / size }
        (unitsAcross, unitsDown) = (parts(width, 8 * widest), parts(height, 8 * highest))
        for index in components.indices {
            let (across, down) = (components[index].across, components[index].down)
            components[index].width = parts(parts(width * across, widest), 8)
            components[index].height = parts(parts(height * down, highest), 8)
            components[index].stride = unitsAcross * across
            if isProgressive { components[index].nonzero = Array(repeating: 0, count: unitsAcross * across * unitsDown * down) }
        }
    }

    private mutating func readTables(_ payload: UnsafeRawBufferPointer) throws(JPEGDamage) {
        var rest = payload[...]
        while let kind = rest.first {
            var taken = 0
            guard kind >> 4 <= 1, kind & 15 < 4, let table = JPEGHuffmanTable(rest.dropFirst(), taken: &taken) else { throw .unknown }
            if kind >> 4 == 0 { dcTables[Int(kind)] = table } else { acTables[Int(kind & 15)] = table }
            rest = rest.dropFirst(1 + taken)
        }
    }

    // MARK: A scan

    private struct Scan {
        var parts: [(component: Int, dc: JPEGHuffmanTable?, ac: JPEGHuffmanTable?)] = []
        var band: ClosedRange<Int>
        /// Bits by which values are shifted, before and after this scan.
        var high, low: Int
    }

    private mutating func readScan(_ payload: UnsafeRawBufferPointer) throws(JPEGDamage) {
        guard let count = payload.first.map({ Int($0) }), (1...4).contains(count), payload.count >= 4 + 2 * count else { throw .unknown }
        let start = Int(payload[1 + 2 * count]), end = Int(payload[2 + 2 * count]), shifts = payload[3 + 2 * count]
        // Where there is one scan for all coefficients these numbers mean nothing, and some cameras write wrong ones.
        guard !isProgressive || (start <= end && end < 64 && (start == 0) == (end == 0)) else { throw .unknown }
        var scan = Scan(band: isProgressive ? start...end : 0...63, high: Int(shifts >> 4), low: Int(shifts & 15))
        for number in 0..<count {
            let id = payload[1 + 2 * number], tables = payload[2 + 2 * number]
            guard let component = components.firstIndex(where: { $0.id == id }), tables >> 4 < 4, tables & 15 < 4 else { throw .unknown }
            scan.parts.append((component, dcTables[Int(tables >> 4)], acTables[Int(tables & 15)]))
        }
        guard count == 1 || scan.band.lowerBound == 0 else { throw .unknown }
        if isProgressive { try follow(scan) }
        try readUnits(scan)
    }

    /// Each scan refines what those before it have left.
    private mutating func follow(_ scan: Scan) throws(JPEGDamage) {
        for part in scan.parts {
            if scan.band.lowerBound > 0, components[part.component].precision[0] == nil { throw .inconsistentScans }
            for coefficient in scan.band {
                guard components[part.component].precision[coefficient] ?? 0 == scan.high else { throw .inconsistentScans }
                components[part.component].precision[coefficient] = scan.low
            }
        }
    }

    private mutating func readUnits(_ scan: Scan) throws(JPEGDamage) {
        let first = scan.parts[0].component, isAlone = scan.parts.count == 1
        let across = isAlone ? components[first].width : unitsAcross, units = across * (isAlone ? components[first].height : unitsDown)
        var bits = JPEGBits(markers.bytes, from: markers.place), nextRestart: UInt8 = 0
        endOfBandRun = 0
        for unit in 0..<units {
            if restartInterval > 0, unit > 0, unit % restartInterval == 0 {
                markers.move(to: bits.place)
                guard let (marker, _) = markers.next(), marker == JPEGMarkers.restarts.lowerBound + nextRestart else { throw .lostRestart }
                bits = JPEGBits(markers.bytes, from: markers.place)
                nextRestart = (nextRestart + 1) % 8
                endOfBandRun = 0
            }
            let (row, column) = unit.quotientAndRemainder(dividingBy: across)
            for part in scan.parts {
                let stride = components[part.component].stride
                let (wide, high) = isAlone ? (1, 1) : (components[part.component].across, components[part.component].down)
                for y in 0..<high {
                    for x in 0..<wide { try readBlock((row * high + y) * stride + column * wide + x, part, scan, &bits) }
                }
            }
        }
        markers.move(to: bits.place)
    }

    private mutating func readBlock(
        _ block: Int, _ part: (component: Int, dc: JPEGHuffmanTable?, ac: JPEGHuffmanTable?), _ scan: Scan, _ bits: inout JPEGBits
    ) throws(JPEGDamage) {
        if scan.band.lowerBound == 0 {
            if scan.high > 0, isProgressive {
                _ = try bits.bit()
            } else {
                guard let table = part.dc else { throw .unknown }
                let size = try table.symbol(&bits)
                guard size <= 16 else { throw .badCode }
                _ = try bits.bits(size)
            }
            if isProgressive { return }
        }
        guard let table = part.ac else { throw .unknown }
        if !isProgressive {
            try readBand(1...63, table, &bits)
        } else if scan.high == 0 {
            try readFirst(scan.band, block, part.component, table, &bits)
        } else {
            try refine(scan.band, block, part.component, table, &bits)
        }
    }

    private func readBand(_ band: ClosedRange<Int>, _ table: JPEGHuffmanTable, _ bits: inout JPEGBits) throws(JPEGDamage) {
        var place = band.lowerBound
        while place <= band.upperBound {
            let symbol = try table.symbol(&bits), (run, size) = (symbol >> 4, symbol & 15)
            if size == 0, run < 15 { return }
            place += run + 1
            guard place <= band.upperBound + 1 else { throw .badCode }
            _ = try bits.bits(size)
        }
    }

    private mutating func readFirst(
        _ band: ClosedRange<Int>, _ block: Int, _ component: Int, _ table: JPEGHuffmanTable, _ bits: inout JPEGBits
    ) throws(JPEGDamage) {
        if endOfBandRun > 0 {
            endOfBandRun -= 1
            return
        }
        var place = band.lowerBound
        while place <= band.upperBound {
            let symbol = try table.symbol(&bits), (run, size) = (symbol >> 4, symbol & 15)
            if size == 0, run < 15 {
                endOfBandRun = 1 << run + (try bits.bits(run)) - 1
                return
            }
            place += run
            guard place <= band.upperBound else { throw .badCode }
            _ = try bits.bits(size)
            if size > 0 { components[component].nonzero[block] |= 1 << place }
            place += 1
        }
    }

    private mutating func refine(
        _ band: ClosedRange<Int>, _ block: Int, _ component: Int, _ table: JPEGHuffmanTable, _ bits: inout JPEGBits
    ) throws(JPEGDamage) {
        var known = components[component].nonzero[block], place = band.lowerBound
        while place <= band.upperBound, endOfBandRun == 0 {
            let symbol = try table.symbol(&bits), size = symbol & 15
            var run = symbol >> 4
            guard size <= 1 else { throw .badCode }
            if size == 0, run < 15 {
                endOfBandRun = 1 << run + (try bits.bits(run))
                break
            }
            _ = try bits.bits(size)
            // Zeros that stay zeros are counted; what was not zero has a bit of its own.
            while place <= band.upperBound {
                if known >> place & 1 == 1 {
                    _ = try bits.bit()
                } else {
                    if run == 0 { break }
                    run -= 1
                }
                place += 1
            }
            if size == 1 {
                guard place <= band.upperBound else { throw .badCode }
                known |= 1 << place
            }
            place += 1
        }
        if endOfBandRun > 0 {
            while place <= band.upperBound {
                if known >> place & 1 == 1 { _ = try bits.bit() }
                place += 1
            }
            endOfBandRun -= 1
        }
        components[component].nonzero[block] = known
    }
}
