extension NaiveKernels {
    public static func layerNormForward(
        _ out: Out, mean: Out, inverseDeviation: Out, x: In, gamma: In, beta: In, rows: Int, width: Int,
        epsilon: Float = layerNormEpsilon
    ) {
        for row in 0..<rows {
            let input = x + row * width
            var total = 0.0
            for i in 0..<width { total += Double(input[i]) }
            let average = total / Double(width)
            var squares = 0.0
            for i in 0..<width { squares += (Double(input[i]) - average) * (Double(input[i]) - average) }
            let scale = 1 / (squares / Double(width) + Double(epsilon)).squareRoot()
            for i in 0..<width {
                out[row * width + i] = Float((Double(input[i]) - average) * scale * Double(gamma[i]) + Double(beta[i]))
            }
            mean[row] = Float(average)
            inverseDeviation[row] = Float(scale)
        }
    }

    public static func layerNormBackward(
        dx: Out, dGamma: Out, dBeta: Out, dOut: In, x: In, mean: In, inverseDeviation: In, gamma: In,
        rows: Int, width: Int
    ) {
        var gammaTotals = [Double](repeating: 0, count: width)
        var betaTotals = [Double](repeating: 0, count: width)
        for row in 0..<rows {
            let (average, scale) = (Double(mean[row]), Double(inverseDeviation[row]))
            var sum = 0.0, dot = 0.0
            for i in row * width..<(row + 1) * width {
                let normal = (Double(x[i]) - average) * scale
                let flow = Double(dOut[i]) * Double(gamma[i - row * width])
                sum += flow
                dot += flow * normal
                gammaTotals[i - row * width] += Double(dOut[i]) * normal
                betaTotals[i - row * width] += Double(dOut[i])
            }
            for i in row * width..<(row + 1) * width {
                let normal = (Double(x[i]) - average) * scale
                let flow = Double(dOut[i]) * Double(gamma[i - row * width])
                dx[i] = Float(Double(dx[i]) + scale * (flow - sum / Double(width) - normal * dot / Double(width)))
            }
        }
        for i in 0..<width {
            dGamma[i] = Float(Double(dGamma[i]) + gammaTotals[i])
            dBeta[i] = Float(Double(dBeta[i]) + betaTotals[i])
        }
    }
}
