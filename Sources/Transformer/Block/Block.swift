/// One transformer block: `x = x + Attn(LN1(x)); x = x + MLP(LN2(x))`, after merging a skip connection if it has one.
///
/// Rows are segment-major: main tokens of all samples of the lane, then text tokens of all samples.
package struct Block: Sendable {
    let width: Int
    let heads: Int
    package let textRole: TextRole
    let skipRole: SkipRole
    let skip: SkipLayer?
    let norm1: NormLayer
    let projections: AttentionProjections
    let output: LinearLayer
    let norm2: NormLayer
    let fc1: LinearLayer
    let fc2: LinearLayer

    init(_ configuration: BlockConfiguration, _ layout: ParameterLayout) {
        let name = configuration.name
        width = configuration.width
        heads = configuration.heads
        textRole = configuration.textRole
        skipRole = configuration.skipRole
        skip =
            switch skipRole {
            case .none, .feeds: nil
            case .merges: layout.skip("\(name).skip_linear")
            }
        norm1 = layout.norm("\(name).norm1")
        projections = AttentionProjections(name, configuration.projections, layout)
        output = layout.linear("\(name).attn.proj")
        norm2 = layout.norm("\(name).norm2")
        fc1 = layout.linear("\(name).mlp.fc1")
        fc2 = layout.linear("\(name).mlp.fc2")
    }

    var headSize: Int { width / heads }
    var linearLayers: [LinearLayer] { projections.layers + [output, fc1, fc2] + (skip.map { [$0.stream, $0.skip] } ?? []) }
}
