import Foundation

extension NaiveKernels {
    public static func adamWStep(
        parameters: Out, firstMoment: Out, secondMoment: Out, average: Out?, gradients: In, count: Int,
        rates: AdamWRates
    ) {
        let correction1 = 1 - pow(rates.beta1, Double(rates.step))
        let correction2 = 1 - pow(rates.beta2, Double(rates.step))
        for i in 0..<count {
            let g = Double(gradients[i])
            var p = Double(parameters[i]) * (1 - rates.learningRate * rates.weightDecay)
            let m = rates.beta1 * Double(firstMoment[i]) + (1 - rates.beta1) * g
            let v = rates.beta2 * Double(secondMoment[i]) + (1 - rates.beta2) * g * g
            p -= rates.learningRate / correction1 * m / (v.squareRoot() / correction2.squareRoot() + rates.epsilon)
            parameters[i] = Float(p)
            firstMoment[i] = Float(m)
            secondMoment[i] = Float(v)
            if let average { average[i] = Float(rates.emaDecay * Double(average[i]) + (1 - rates.emaDecay) * p) }
        }
    }
}
