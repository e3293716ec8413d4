import Experiments
import Foundation
import Platform
import Training
import UViT

/// Cells of a spec whose training steps cost the same: one model configuration, batch and number of lanes.
public struct SpeedCell: Sendable, Equatable {
    public let configuration: ModelConfiguration
    /// Images a batch, and the parts that it is cut into.
    public let batch: Int
    public let lanes: Int
    /// Indices of the spec's cells that are so, ascending; the first one names it.
    public let cells: [Int]
    /// The first one's coordinates as a JSON object.
    public let coordinates: String

    /// What measurements are stored under: the SHA-256 of the configuration, the batch and the lanes.
    public var model: String {
        let model = configuration
        let fields: [(String, String)] = [
            ("image_size", "\(model.imageSize)"), ("channels", "\(model.channels)"),
            ("patch_size", "\(model.patchSize)"),
            ("width", "\(model.width)"), ("depth", "\(model.depth)"), ("heads", "\(model.heads)"),
            ("mlp_ratio", "\(model.mlpRatio)"),
            ("text_tokens", "\(model.textTokens)"), ("text_width", "\(model.textWidth)"),
            ("conditioning", model.conditioning.rawValue),
            ("image_depth", "\(model.imageDepth)"), ("text_depth", "\(model.textDepth)"),
            ("qkv_bias", "\(model.qkvBias)"),
            ("time_mlp", "\(model.timeMLP)"), ("batch", "\(batch)"), ("lanes", "\(lanes)"),
            ("format", "speed-1"),
        ]
        var hash = SHA256()
        Array(fields.map { "\($0)=\($1)\n" }.joined().utf8).withUnsafeBytes { hash.update($0) }
        return hash.hex
    }

    /// The distinct ones of a spec, in the order of its cells.
    public static func all(of spec: Spec) -> [SpeedCell] {
        struct Cost: Hashable {
            var model: ModelConfiguration
            var batch, lanes: Int
        }
        var order: [Cost] = []
        var members: [Cost: [Int]] = [:]
        for cell in spec.cells {
            let configuration = cell.configuration
            let cost = Cost(
                model: configuration.modelConfiguration, batch: configuration.train.batchSize,
                lanes: configuration.train.lanes)
            if members[cost] == nil { order.append(cost) }
            members[cost, default: []].append(cell.index)
        }
        return order.map { cost in
            let cells = members[cost] ?? []
            return SpeedCell(
                configuration: cost.model, batch: cost.batch, lanes: cost.lanes, cells: cells,
                coordinates: json(spec.cell(cells[0]).coordinates))
        }
    }

    private static func json(_ coordinates: [Coordinate]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let object = Dictionary(uniqueKeysWithValues: coordinates.map { ($0.path, $0.value) })
        return String(decoding: try! encoder.encode(object), as: UTF8.self)  // option values are finite
    }
}
