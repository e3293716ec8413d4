import Platform

/// The `slurm` key: what `fusiongrid slurm` asks for where its command line says nothing.
extension SpecReader {
    enum SlurmKey: String, CaseIterable {
        case time, cpus, mem, partition, account, qos, constraint, grace, spool, setup, options
        case maxRunning = "max_running"

        static let words = allCases.map(\.rawValue)
    }

    /// - Parameter settings: of the file that is extended; what stands here replaces its part of them.
    func slurm(_ tree: YAMLTree, over settings: SlurmSettings) -> SlurmSettings {
        var settings = settings
        guard let pairs = tree.pairs else {
            log.error(
                "`slurm`: found \(tree.found), allowed: a mapping with the keys \(listed(SlurmKey.words)), such as `{time: 4h, cpus: 8}`",
                at: tree.position)
            return settings
        }
        var known: Set<String> = []
        for pair in pairs {
            guard let key = SlurmKey(rawValue: pair.key) else {
                let near = nearestWord(to: pair.key, among: SlurmKey.words)
                log.error(
                    "`slurm`: unknown key `\(pair.key)`"
                        + (near.map { "; did you mean `\($0)`?" } ?? ", allowed: \(listed(SlurmKey.words))"), at: pair.keyPosition)
                continue
            }
            guard known.insert(pair.key).inserted else {
                log.error("`slurm.\(pair.key)` is given twice", at: pair.keyPosition)
                continue
            }
            read(key, pair.value, into: &settings)
        }
        return settings
    }

    private func read(_ key: SlurmKey, _ tree: YAMLTree, into settings: inout SlurmSettings) {
        let name = "slurm.\(key.rawValue)"
        switch key {
        case .time: if let value = length(tree, name) { settings.seconds = value }
        case .grace: if let value = length(tree, name) { settings.grace = value }
        case .cpus: if let value = integer(tree, in: 1...4096, of: name) { settings.cpus = value }
        case .maxRunning: if let value = integer(tree, in: 1...1_000_000, of: name) { settings.maxRunning = value }
        case .mem:
            if let bytes = tree.text.flatMap(SlurmSettings.bytes) {
                settings.memory = bytes
            } else {
                log.error("`\(name)`: found \(tree.found), allowed: memory of a task such as `16G` or `500M`", at: tree.position)
            }
        case .partition: settings.partition = word(tree, name) ?? settings.partition
        case .account: settings.account = word(tree, name) ?? settings.account
        case .qos: settings.qos = word(tree, name) ?? settings.qos
        case .constraint: settings.constraint = word(tree, name) ?? settings.constraint
        case .spool:
            if let text = tree.text, !tree.isNull, !text.isEmpty {
                settings.spool = absolute(text)
            } else {
                log.error("`\(name)`: found \(tree.found), allowed: the path of a folder that the nodes see", at: tree.position)
            }
        case .setup: settings.setup = lines(tree, name, allowed: "a list of lines of shell", isAllowed: { !$0.contains("\n") })
        case .options:
            settings.options = lines(tree, name, allowed: "a list of options of sbatch such as `--mail-type=FAIL`") {
                $0.hasPrefix("-") && SlurmSettings.isWord($0)
            }
        }
    }

    private func length(_ tree: YAMLTree, _ name: String) -> Double? {
        if let seconds = tree.text.flatMap(SlurmSettings.seconds) { return seconds }
        let advice = tree.value?.wholeNumber.map { "; did you mean `\($0)m`?" } ?? ""
        log.error("`\(name)`: found \(tree.found), allowed: a time such as `90m`, `4h`, `2d` or `1-12:00:00`\(advice)", at: tree.position)
        return nil
    }

    private func word(_ tree: YAMLTree, _ name: String) -> String? {
        if let text = tree.text, !tree.isNull, SlurmSettings.isWord(text) { return text }
        log.error("`\(name)`: found \(tree.found), allowed: one word without blanks and quotes", at: tree.position)
        return nil
    }

    private func lines(_ tree: YAMLTree, _ name: String, allowed: String, isAllowed: (String) -> Bool) -> [String] {
        guard let items = tree.items else {
            log.error("`\(name)`: found \(tree.found), allowed: \(allowed)", at: tree.position)
            return []
        }
        return items.compactMap { item in
            if let text = item.text, !text.isEmpty, isAllowed(text) { return text }
            log.error("`\(name)`: found \(item.found), allowed: \(allowed)", at: item.position)
            return nil
        }
    }
}
