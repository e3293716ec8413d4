import Foundation
import RegisterTiles
import Testing

@testable import Kernels

@Suite struct ActivationTests {
    /// -14 ... 14 in steps of 1/512, and a tail that is no whole vector.
    static var line: FloatBuffer { FloatBuffer((0..<14341).map { Float($0 - 7168) / 512 }) }

    @Test("GELU is within 1.2e-7 of the exact erf form, everywhere")
    func gelu() {
        let x = Self.line
        let out = FloatBuffer(count: x.count)
        geluForward(out.pointer, slope: nil, x.pointer, count: x.count)
        for i in 0..<x.count {
            let exact = NaiveKernels.gelu(Double(x[i]))
            let error = abs(Double(out[i]) - exact)
            #expect(error <= 1.2e-7 * max(1, abs(exact)), "x = \(x[i])")
        }
    }

    @Test("the erf inside GELU is within 3.2e-7 of the C library's, 1e-7 on average")
    func errorFunction() {
        let x = Self.line
        let out = FloatBuffer(count: x.count)
        geluForward(out.pointer, slope: nil, x.pointer, count: x.count)
        var squares = 0.0
        for i in 0..<x.count where x[i] != 0 {
            let value = Double(x[i])
            let error = 2 * Double(out[i]) / value - 1 - erf(value / 2.0.squareRoot())
            #expect(abs(error) < 3.2e-7, "x = \(value)")
            squares += error * error
        }
        #expect((squares / Double(x.count)).squareRoot() < 1e-7)
    }

    @Test("GELU's slope is within 3e-7 of the exact one, everywhere")
    func geluSlope() {
        let x = Self.line
        let (out, slope) = (FloatBuffer(count: x.count), FloatBuffer(count: x.count))
        geluForward(out.pointer, slope: slope.pointer, x.pointer, count: x.count)
        for i in 0..<x.count {
            let error = abs(Double(slope[i]) - NaiveKernels.geluSlope(Double(x[i])))
            #expect(error < 3e-7, "x = \(x[i])")
        }
    }

    @Test("GELU equals its naive reference", arguments: [4, 120, 703])
    func gelu(count: Int) {
        let x = noise(count, 1)
        let (fast, slow) = (FloatBuffer(count: count), FloatBuffer(count: count))
        geluForward(fast.pointer, slope: nil, x.pointer, count: count)
        NaiveKernels.geluForward(slow.pointer, x.pointer, count: count)
        #expect(relativeError(fast, slow) < 1e-7)
    }

    @Test("GELU's and SiLU's gradients agree with finite differences and the naive ones", arguments: [1, 7, 103])
    func gradients(count: Int) {
        let (x, dOut) = (noise(count, 1), noise(count, 2))
        let (out, dx, slow) = (FloatBuffer(count: count), FloatBuffer(count: count), FloatBuffer(count: count))
        let again = FloatBuffer(count: count)
        geluForward(again.pointer, slope: dx.pointer, x.pointer, count: count)
        multiplyInPlace(dx.pointer, dOut.pointer, count: count)
        for i in 0..<count { slow[i] = Float(Double(dOut[i]) * NaiveKernels.geluSlope(Double(x[i]))) }
        #expect(relativeError(dx, slow) < 1.5e-7)
        let geluError = directionalError(x, gradient: dx, seed: 3) {
            geluForward(out.pointer, slope: nil, x.pointer, count: count)
            return dotProduct(out, dOut)
        }
        #expect(geluError < 1e-4)
        geluForward(out.pointer, slope: nil, x.pointer, count: count)
        #expect(bits(again) == bits(out))
        siluBackward(dx.pointer, dOut: dOut.pointer, x: x.pointer, count: count)
        NaiveKernels.siluBackward(slow.pointer, dOut: dOut.pointer, x: x.pointer, count: count)
        #expect(relativeError(dx, slow) < 2e-7)
        let siluError = directionalError(x, gradient: dx, seed: 3) {
            siluForward(out.pointer, x.pointer, count: count)
            return dotProduct(out, dOut)
        }
        #expect(siluError < 1e-4)
    }

    @Test("SiLU equals its naive reference, and does not overflow far out")
    func silu() {
        let x = FloatBuffer(Self.line.array + [-100, 100, -1000, 1000])
        let (fast, slow) = (FloatBuffer(count: x.count), FloatBuffer(count: x.count))
        siluForward(fast.pointer, x.pointer, count: x.count)
        NaiveKernels.siluForward(slow.pointer, x.pointer, count: x.count)
        #expect(relativeError(fast, slow) < 1e-7)
        #expect(isFinite(fast))
    }

    @Test("an element's bits do not depend on where it lies")
    func position() {
        let x = noise(64, 5)
        let whole = FloatBuffer(count: 64)
        geluForward(whole.pointer, slope: nil, x.pointer, count: 64)
        for first in 0..<8 {
            for count in 1...40 {
                let part = FloatBuffer(count: count)
                geluForward(part.pointer, slope: nil, x.pointer + first, count: count)
                #expect(bits(part) == Array(bits(whole)[first..<first + count]))
            }
        }
    }

    @Test("vectors of every width give the same bits", arguments: [1, 15, 16, 31, 40, 703], [false, true])
    func widths(count: Int, hasSlope: Bool) {
        let x = noise(count, 5)
        let results = MatrixKernel.available.map { kernel in
            let (out, slope) = (FloatBuffer(count: count), FloatBuffer(count: count))
            geluForward(out.pointer, slope: hasSlope ? slope.pointer : nil, x.pointer, count: count, kernel: kernel)
            return bits(out) + bits(slope)
        }
        #expect(results.allSatisfy { $0 == results[0] })
    }

    @Test("not-a-number stays visible")
    func notANumber() {
        let x = FloatBuffer([1, .nan, 2])
        let out = FloatBuffer(count: 3)
        geluForward(out.pointer, slope: nil, x.pointer, count: 3)
        #expect(out[1].isNaN && out[0].isFinite && out[2].isFinite)
        siluForward(out.pointer, x.pointer, count: 3)
        #expect(out[1].isNaN)
    }

    @Test("the vector exponentials, logarithm and root are within two units in the last place")
    func elementary() {
        for i in stride(from: -8000, through: 8000, by: 1) {
            let v = Float(i) / 100
            let e = exp(Float8(repeating: v))[3]
            #expect(abs(Double(e) / Foundation.exp(Double(v)) - 1) < 2.4e-7, "exp \(v)")
            let p = exp2(Float8(repeating: v))[5]
            #expect(abs(Double(p) / Foundation.exp2(Double(v)) - 1) < 2e-7, "exp2 \(v)")
            let positive = Foundation.exp(v)
            let root = squareRoot(Float8(repeating: positive))[1]
            #expect(abs(Double(root) / Double(positive).squareRoot() - 1) < 1.2e-7, "root of \(positive)")
            let logarithm = Double(naturalLogarithm(Float8(repeating: positive))[2])
            #expect(abs(logarithm - Foundation.log(Double(positive))) < 1.2e-7 * max(1, abs(logarithm)))
        }
        #expect(exp2(Float8(repeating: -.infinity))[0] == 0)
        #expect(squareRoot(Float8())[0] == 0)
    }
}
