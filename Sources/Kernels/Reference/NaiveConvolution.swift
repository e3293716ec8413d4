extension NaiveKernels {
    public static func conv3x3Forward(
        _ out: Out, _ x: In, weight: In, bias: In, samples: Int, channels: Int, height: Int, width: Int
    ) {
        let plane = height * width
        for sample in 0..<samples {
            for output in 0..<channels {
                for row in 0..<height {
                    for column in 0..<width {
                        var total = Double(bias[output])
                        for input in 0..<channels {
                            for i in 0..<3 where (0..<height).contains(row + i - 1) {
                                for j in 0..<3 where (0..<width).contains(column + j - 1) {
                                    let at = (row + i - 1) * width + column + j - 1
                                    let tap = ((output * channels + input) * 3 + i) * 3 + j
                                    total += Double(x[(sample * channels + input) * plane + at]) * Double(weight[tap])
                                }
                            }
                        }
                        out[(sample * channels + output) * plane + row * width + column] = Float(total)
                    }
                }
            }
        }
    }

    public static func conv3x3Backward(
        dx: Out?, dWeight: Out, dBias: Out, dOut: In, x: In, weight: In,
        samples: Int, channels: Int, height: Int, width: Int
    ) {
        let plane = height * width
        var inputFlow = [Double](repeating: 0, count: samples * channels * plane)
        var weightFlow = [Double](repeating: 0, count: channels * channels * 9)
        var biasFlow = [Double](repeating: 0, count: channels)
        for sample in 0..<samples {
            for output in 0..<channels {
                for row in 0..<height {
                    for column in 0..<width {
                        let flow = Double(dOut[(sample * channels + output) * plane + row * width + column])
                        biasFlow[output] += flow
                        for input in 0..<channels {
                            for i in 0..<3 where (0..<height).contains(row + i - 1) {
                                for j in 0..<3 where (0..<width).contains(column + j - 1) {
                                    let inPlane = (row + i - 1) * width + column + j - 1
                                    let at = (sample * channels + input) * plane + inPlane
                                    let tap = ((output * channels + input) * 3 + i) * 3 + j
                                    inputFlow[at] += flow * Double(weight[tap])
                                    weightFlow[tap] += flow * Double(x[at])
                                }
                            }
                        }
                    }
                }
            }
        }
        if let dx {
            for i in inputFlow.indices { dx[i] = Float(inputFlow[i]) }
        }
        for i in weightFlow.indices { dWeight[i] = Float(Double(dWeight[i]) + weightFlow[i]) }
        for i in biasFlow.indices { dBias[i] = Float(Double(dBias[i]) + biasFlow[i]) }
    }
}
