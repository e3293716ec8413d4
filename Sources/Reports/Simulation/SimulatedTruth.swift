import Claims

/// A world in which what is true of a grid of fusion options is known.
public struct SimulatedTruth: Sendable, Equatable {
    public enum Noise: Sendable {
        case normal
        /// Student's t with 3 degrees of freedom, scaled to the same variance.
        case heavyTailed
    }

    public var name: String
    /// Changes of every metric's mean, in deviations of a job: for a fusion point inside, for text blocks, and for both together.
    public var point = 0.0, depth = 0.0, interaction = 0.0
    public var noise = Noise.normal
    public var seeds = 9
    /// The grid lacks early fusion with text blocks.
    public var hasHole = false
    /// The machine slows down while the sweep runs, cell by cell.
    public var hasLoad = false

    init(
        _ name: String, point: Double = 0, depth: Double = 0, interaction: Double = 0, noise: Noise = .normal, seeds: Int = 9,
        hasHole: Bool = false, hasLoad: Bool = false
    ) {
        (self.name, self.point, self.depth, self.interaction) = (name, point, depth, interaction)
        (self.noise, self.seeds, self.hasHole, self.hasLoad) = (noise, seeds, hasHole, hasLoad)
    }

    /// What the judge is tried on.
    public static let all = [
        SimulatedTruth("nothing"), SimulatedTruth("nothing, six seeds", seeds: 6), SimulatedTruth("fusion point only", point: 1.5),
        SimulatedTruth("text depth only", depth: 1.5), SimulatedTruth("an interaction only", interaction: 1.5),
        // What a network with more parameters does better is done by text blocks, which bring them.
        SimulatedTruth("capacity only", depth: 3), SimulatedTruth("a speed that follows the load", hasLoad: true),
        SimulatedTruth("a hole in the grid", point: 1.5, hasHole: true), SimulatedTruth("heavy tails", noise: .heavyTailed),
        SimulatedTruth("two seeds", point: 8, depth: 8, seeds: 2),
        // Three points and two per cent of the means below: false verdicts of equivalence show here.
        SimulatedTruth("a difference of the margin", point: 0.75, depth: 0.75),
    ]
}
