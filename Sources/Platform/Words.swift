/// The candidate nearest to a misspelt word, or nil if none is near enough to be meant.
///
/// Distance is the number of single-character insertions, deletions, replacements and swaps of
/// neighbours; a third of the word's length (at least 2, below the length itself) may differ.
public func nearestWord(to word: String, among candidates: some Sequence<String>) -> String? {
    let key = normalised(word)
    guard !key.isEmpty, key.count <= 100 else { return nil }
    let limit = Swift.min(Swift.max(2, key.count / 3), Swift.max(1, key.count - 1))
    var best: (word: String, distance: Int)?
    for candidate in candidates {
        let distance = editDistance(key, normalised(candidate))
        if distance <= limit, distance < (best?.distance ?? Int.max) { best = (candidate, distance) }
    }
    return best?.word
}

/// The option path nearest to a misspelt or unqualified one: `fusion.pont` and `point` both give `fusion.point`.
public func nearestPath(to word: String, among paths: [String]) -> String? {
    // `train.width` -> `model.width`: the last component is right, the section is not.
    let last = normalised(lastComponent(of: word)), distance = { editDistance(normalised(word), normalised($0)) }
    let exact = paths.filter { normalised(lastComponent(of: $0)) == last }
    if let path = exact.min(by: { distance($0) < distance($1) }) ?? nearestWord(to: word, among: paths) { return path }
    guard let name = nearestWord(to: lastComponent(of: word), among: paths.map(lastComponent(of:))) else { return nil }
    return paths.first { lastComponent(of: $0) == name }
}

/// `fusion.point` -> `point`.
public func lastComponent(of path: String) -> String {
    path.lastIndex(of: ".").map { String(path[path.index(after: $0)...]) } ?? path
}

/// Each element once, in order of first appearance.
public func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
    var seen = Set<Element>()
    return elements.filter { seen.insert($0).inserted }
}

/// Lower case, `-`, `_` and blanks alike.
private func normalised(_ word: String) -> [Character] {
    word.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }
}

/// Optimal string alignment distance.
func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    if a.isEmpty || b.isEmpty { return Swift.max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [i] + Array(repeating: 0, count: b.count)
        for j in 1...b.count {
            let replacement = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            row[j] = Swift.min(last[j] + 1, row[j - 1] + 1, replacement)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                row[j] = Swift.min(row[j], beforeLast[j - 2] + 1)
            }
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
