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
func nearestPath(to word: String, among paths: [String]) -> String? {
    if let exact = nearestExactName(word, paths) { return exact }
    if let path = nearestWord(to: word, among: paths) { return path }
    let last = lastComponent(of: word)
    guard let name = nearestWord(to: last, among: paths.map(lastComponent(of:))) else { return nil }
    return paths.first { lastComponent(of: $0) == name }
}

/// `train.width` -> `model.width`: the last component is right, the section is not.
private func nearestExactName(_ word: String, _ paths: [String]) -> String? {
    let last = normalised(lastComponent(of: word))
    let matches = paths.filter { normalised(lastComponent(of: $0)) == last }
    return matches.min { editDistance(normalised(word), normalised($0)) < editDistance(normalised(word), normalised($1)) }
}

func lastComponent(of path: String) -> String {
    path.lastIndex(of: ".").map { String(path[path.index(after: $0)...]) } ?? path
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
