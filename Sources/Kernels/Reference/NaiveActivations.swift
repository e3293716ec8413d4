import Foundation

extension NaiveKernels {
    public static func gelu(_ x: Double) -> Double { 0.5 * x * (1 + erf(x * 0.5.squareRoot())) }

    public static func geluSlope(_ x: Double) -> Double {
        0.5 * (1 + erf(x * 0.5.squareRoot())) + x * exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
    }

    public static func geluForward(_ out: Out, _ x: In, count: Int) {
        for i in 0..<count { out[i] = Float(gelu(Double(x[i]))) }
    }

    public static func quickGELU(_ out: Out, _ x: In, count: Int) {
        for i in 0..<count { out[i] = Float(Double(x[i]) / (1 + exp(-1.702 * Double(x[i])))) }
    }

    public static func siluForward(_ out: Out, _ x: In, count: Int) {
        for i in 0..<count { out[i] = Float(Double(x[i]) / (1 + exp(-Double(x[i])))) }
    }

    public static func siluBackward(_ dx: Out, dOut: In, x: In, count: Int) {
        for i in 0..<count {
            let value = Double(x[i])
            let gate = 1 / (1 + exp(-value))
            dx[i] = Float(Double(dOut[i]) * gate * (1 + value * (1 - gate)))
        }
    }
}
