import Kernels

/// The kernels' working memory of one lane.
struct LaneScratch {
    let attention: AttentionScratch
    let matrix: MatrixScratch

    init(_ network: Network) {
        let c = network.configuration
        attention = AttentionScratch(
            maximumQueries: max(c.imageStreamTokens, c.textTokens), maximumKeys: c.imageStreamTokens + c.textTokens,
            headSize: c.headSize)
        matrix = MatrixScratch(weights: network.layout.matrices)
    }
}
