import Platform

/// The `seeds` key: `[1, 2]`, `{count: 6, first: 1}`, `{list: [1, 4]}`, the last two with `vary`.
extension SpecReader {
    func seeds(_ tree: YAMLTree) -> SpecSeeds? {
        if let pairs = tree.pairs { return seeds(pairs, at: tree.position) }
        return seedList(tree, of: "seeds", allowed: "a list of integers, or `{count: 6, first: 1}`").map {
            SpecSeeds(values: $0, position: tree.position)
        }
    }

    private func seedList(_ tree: YAMLTree, of key: String, allowed: String) -> [Int]? {
        guard let items = tree.items, !items.isEmpty else {
            log.error(
                "`\(key)`: found \(tree.items == nil ? tree.found : "an empty list"), allowed: \(allowed)" + seedHint(tree),
                at: tree.position)
            return nil
        }
        var seeds: [Int] = []
        var known: Set<Int> = []
        for item in items {
            guard let seed = integer(item, in: OptionSchema.seedRange, of: key) else { continue }
            if known.insert(seed).inserted {
                seeds.append(seed)
            } else {
                log.error("`\(key)` lists `\(seed)` twice", at: item.position)
            }
        }
        return seeds.isEmpty ? nil : seeds
    }

    private func seedHint(_ tree: YAMLTree) -> String {
        if let seed = tree.value?.wholeNumber, seed > 0 { return "; `[\(seed)]` is the seed \(seed), `{count: \(seed)}` are so many" }
        let parts = tree.text?.split { ",; ".contains($0) }.map { YAMLTree.plain(String($0)).wholeNumber } ?? []
        let seeds = parts.compactMap(\.self)
        return seeds.count > 1 && seeds.count == parts.count ? "; did you mean `\(seeds)`?" : ""
    }

    private func seeds(_ pairs: [YAMLPair], at position: SourcePosition) -> SpecSeeds? {
        var (count, first, list): (Int?, Int?, [Int]?) = (nil, 1, nil)
        var varied: [SpecVaried]?
        let keys = Set(pairs.map(\.key)), isListed = keys.contains("list")
        for pair in pairs {
            switch pair.key {
            case "count", "first":
                if isListed { log.error("`seeds`: `\(pair.key)` and `list` exclude each other", at: pair.keyPosition) }
                if pair.key == "count" {
                    count = integer(pair.value, in: 1...1_000_000, of: "seeds.count")
                } else {
                    first = integer(pair.value, in: 0...(1 << 52), of: "seeds.first")
                }
            case "list": list = seedList(pair.value, of: "seeds.list", allowed: "a list of integers")
            case "vary": varied = vary(pair.value)
            default:
                log.error("`seeds`: unknown key `\(pair.key)`, allowed: `count`, `first`, `list`, `vary`", at: pair.keyPosition)
            }
        }
        if !isListed, !keys.contains("count") { log.error("`seeds` needs `count` or `list`", at: position) }
        if let list { return SpecSeeds(values: list, position: position, varied: varied) }
        guard !isListed, let count, let first else { return nil }
        return SpecSeeds(values: Array(first..<(first + count)), position: position, varied: varied)
    }

    private func vary(_ tree: YAMLTree) -> [SpecVaried]? {
        let paths = OptionSchema.options.filter(\.isSeed).map(\.path)
        guard let items = tree.items else {
            log.error("`seeds.vary`: found \(tree.found), allowed: a list of \(listed(paths))", at: tree.position)
            return nil
        }
        var varied: [SpecVaried] = []
        for item in items {
            guard let option = item.text.flatMap(OptionSchema.option), option.isSeed else {
                let near = item.text.flatMap { nearestPath(to: $0, among: paths) }
                log.error(
                    "`seeds.vary`: found \(item.found), allowed: \(listed(paths))" + (near.map { "; did you mean `\($0)`?" } ?? ""),
                    at: item.position)
                continue
            }
            if varied.contains(where: { $0.option == option }) {
                log.error("`seeds.vary` lists `\(option.path)` twice", at: item.position)
            } else {
                varied.append(SpecVaried(option: option, position: item.position))
            }
        }
        return varied
    }
}
