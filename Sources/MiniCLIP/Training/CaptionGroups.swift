/// Which items say the same in words: those with equal first wordings, and those whose first wordings are among each
/// other's wordings, as "a lemon above a bear" and "a bear below a lemon". A wording that many items share besides their own
/// makes no group.
struct CaptionGroups: Sendable {
    /// [items]: equal for items that say the same, numbered in order of appearance.
    let group: [Int32]
    /// How many groups there are.
    let count: Int

    /// - Parameters:
    ///   - first: the first wording of every item.
    ///   - wordings: all wordings of an item.
    init(first: [String], wordings: (Int) -> [String]) {
        var numbers: [String: Int] = [:]
        var examples: [Int] = []
        let number = first.enumerated().map { item, caption in
            if let known = numbers[caption] { return known }
            numbers[caption] = examples.count
            examples.append(item)
            return examples.count - 1
        }
        // Each caption points to an earlier one that says the same, or to itself.
        var root = Array(examples.indices)
        func find(_ start: Int) -> Int {
            var place = start
            while root[place] != place { place = root[place] }
            return place
        }
        for (caption, item) in examples.enumerated() {
            for other in wordings(item).compactMap({ numbers[$0] })
            where other < caption && wordings(examples[other]).contains(first[item]) {
                let (a, b) = (find(caption), find(other))
                root[max(a, b)] = min(a, b)
            }
        }
        var groups: [Int: Int32] = [:]
        group = number.map { caption in
            let top = find(caption)
            if let known = groups[top] { return known }
            groups[top] = Int32(groups.count)
            return Int32(groups.count - 1)
        }
        count = groups.count
    }
}
