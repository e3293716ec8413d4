import Synchronization

/// Results of pure functions that cost much and are asked for again, such as by pages that are made anew: so many as weigh no more than a
/// bound, the latest ones.
final class Memory<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
    private struct Entries {
        var answers: [Question: Answer] = [:]
        /// Oldest first.
        var order: [Question] = []
        var weight = 0
    }

    private let mostWeight: Int
    private let weight: @Sendable (Question) -> Int
    private let entries = Mutex(Entries())

    /// - Parameter weight: of a question with its answer, such as in bytes.
    init(mostWeight: Int, weight: @escaping @Sendable (Question) -> Int) { (self.mostWeight, self.weight) = (mostWeight, weight) }

    /// What was found before, or `find()`, which may run more than once for one question.
    func answer(_ question: Question, _ find: () -> Answer) -> Answer {
        if let known = self[question] { return known }
        let answer = find()
        self[question] = answer
        return answer
    }

    /// nil for what is not known (any more); a known answer stays.
    subscript(question: Question) -> Answer? {
        get { entries.withLock { $0.answers[question] } }
        set {
            let own = weight(question)
            guard let newValue, own <= mostWeight else { return }
            entries.withLock { entries in
                guard entries.answers.updateValue(newValue, forKey: question) == nil else { return }
                entries.order.append(question)
                entries.weight += own
                while entries.weight > mostWeight {
                    let oldest = entries.order.removeFirst()
                    entries.answers[oldest] = nil
                    entries.weight -= weight(oldest)
                }
            }
        }
    }
}
