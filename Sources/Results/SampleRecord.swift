import Foundation

/// An image that a job made, as PNG.
public struct SampleRecord: Sendable, Equatable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A contact sheet of many samples.
        case grid
        /// One generated image.
        case sample
    }

    /// How a grid is laid out: images to a row, and white pixels around each.
    public static let gridColumns = 8
    public static let gridPadding = 2

    public var step: Int
    public var kind: Kind
    /// Tells samples of one step and kind apart, from 0.
    public var position: Int
    /// Of a grid those of its images in reading order, a line each.
    public var caption: String?
    public var png: Data

    public init(step: Int, kind: Kind, position: Int = 0, caption: String? = nil, png: Data) {
        (self.step, self.kind, self.position, self.caption, self.png) = (step, kind, position, caption, png)
    }
}
