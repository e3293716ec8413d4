import Foundation
import Kernels
import Testing

@testable import Evaluation

/// Entries in -1...1 without a pattern that a transposed or shifted read would repeat; `entries(n, s)` of the NumPy programs below.
private func entries(_ count: Int, _ salt: Double) -> [Double] { (0..<count).map { sin(Double($0) * 12.9898 + salt * 78.233) } }

private func moments(_ rows: [[Float]], _ labels: [Int?], classes: Int, cut: Int? = nil) -> ClassMoments {
    var moments = ClassMoments(dimensions: rows[0].count, classes: classes)
    let cut = cut ?? labels.count
    for part in [0..<cut, cut..<labels.count] where !part.isEmpty {
        let values = FloatBuffer(rows[part].flatMap { $0 })
        moments.add(values.readPointer, labels: Array(labels[part]))
    }
    return moments
}

@Suite("Linear readers") struct LinearReaderTests {
    /// NumPy: Z = (X - X.mean(0)) / X.std(0); M the three class means, B = M - M.mean(0); W the mean of numpy.cov(Z[class].T, bias=True);
    /// lambda = 0.03 (trace(W) + (B ** 2).sum() / 3) / 3; A = numpy.linalg.solve(W + lambda I, B.T); for two other rows
    /// (Z - M.mean(0)) @ A - diag(B @ A) / 2.
    @Test("are penalised discriminants of standardised features, with classes of equal weight") func numpy() throws {
        let values = entries(11 * 3, 3).map { Float($0) }, labels = [0, 2, 1, 0, 0, 2, 1, 0, 0, 2, 0]
        let rows = (0..<11).map { Array(values[$0 * 3..<$0 * 3 + 3]) }
        let asked = FloatBuffer(entries(2 * 3, 5).map { Float($0) })
        let expected = [
            0.7523235536692464, -3.5230250808046986, 1.1672097530959724, -0.9580535381880086, -0.9128001296262541, 0.2673618937747835,
        ]
        for cut in [11, 4] {
            let reader = try #require(LinearReader(moments(rows, labels, classes: 3, cut: cut)))
            let scores = reader.scores(asked.readPointer, count: 2)
            for (score, expected) in zip(scores, expected) { #expect(abs(score - expected) < 1e-6) }
            #expect(reader.classes(asked.readPointer, count: 2) == [2, 2])
        }
        // A class that nobody has, and rows without a class, change nothing.
        let more = moments(rows + [[9, 9, 9]], labels.map { $0 == 2 ? 3 : $0 } + [nil], classes: 4)
        let reader = try #require(LinearReader(more))
        let scores = reader.scores(asked.readPointer, count: 2)
        #expect(scores[2] == -.infinity && abs(scores[3] - expected[2]) < 1e-6)
        #expect(reader.classes(asked.readPointer, count: 2) == [3, 3])
    }

    @Test("learn the same from classes whose largest is what the others leave of all vectors, and from parts") func remainder() throws {
        let values = entries(40 * 3, 7).map { Float($0) }, rows = (0..<40).map { Array(values[$0 * 3..<$0 * 3 + 3]) }
        let all = FloatBuffer(values), whole = moments(rows, Array(repeating: 0, count: 40), classes: 1)
        for labels in [(0..<40).map { $0 % 7 == 0 ? 1 : 0 }, (0..<40).map { $0 % 7 / 3 }, (0..<40).map { $0 % 3 == 0 ? 3 : 1 }] {
            let classes = 4, direct = moments(rows, labels, classes: classes)
            let rest = ClassMoments(all.readPointer, labels: labels, classes: classes, of: whole)
            var joined = moments(Array(rows[..<13]), Array(labels[..<13]), classes: classes)
            joined.add(moments(Array(rows[13...]), Array(labels[13...]), classes: classes))
            for other in [rest, joined] {
                #expect(other.counts == direct.counts)
                for kind in 0..<classes {
                    for (a, b) in zip(direct.sums[kind] + direct.products[kind], other.sums[kind] + other.products[kind]) {
                        #expect(abs(a - b) < 1e-13)
                    }
                }
            }
        }
    }

    @Test("weigh the rare side of a plane like the other, and are not disturbed by a constant feature") func plane() throws {
        let values = entries(200 * 4, 0).map { Float($0) }
        let rows: [[Float]] = (0..<200).map { row in Array(values[4 * row..<4 * row + 4]) + [1e6] }
        let labels = rows.map { (row: [Float]) -> Int in row[0] + 0.5 * row[1] > 1.1 ? 1 : 0 }
        #expect(labels.count { $0 == 1 } == 46)
        let reader = try #require(LinearReader(moments(rows, labels, classes: 2)))
        var accuracy = BalancedAccuracy()
        let asked = FloatBuffer(rows.flatMap { $0 })
        for (label, answer) in zip(labels, reader.classes(asked.readPointer, count: 200)) {
            accuracy.add(truth: label, answer: answer)
        }
        // What numpy.linalg.lstsq's ridge regression on one-hot targets answers with weights of 1 / (2 n_class) and the same lambda, for each
        // of the 200: all 46 of the one side, 122 of 154 of the other. The constant feature counts in the mean variance.
        let expected = 0.5 + 61.0 / 154, found = try #require(accuracy.value)
        #expect(abs(found - expected) < 1e-12)
    }

    /// The greatest value of a regression on one-hot targets would be 1 nowhere: its line for the middle class is level.
    @Test("find the middle class of three in a row") func middle() throws {
        let rows: [[Float]] = entries(90, 9).enumerated().map { [Float($0.offset % 3) + 0.3 * Float($0.element)] }
        let labels = rows.indices.map { $0 % 3 }
        let reader = try #require(LinearReader(moments(rows, labels, classes: 3)))
        let asked = FloatBuffer(rows.flatMap { $0 })
        #expect(reader.classes(asked.readPointer, count: 90) == labels)
    }

    @Test("do not exist for one class, for features that never vary, and for features that are not finite") func undefined() {
        #expect(LinearReader(moments([[1], [2]], [1, 1], classes: 2)) == nil)
        #expect(LinearReader(moments([[3, 3], [3, 3]], [0, 1], classes: 2)) == nil)
        #expect(LinearReader(moments([[1], [.nan]], [0, 1], classes: 2)) == nil)
        #expect(LinearReader(moments([[1], [.infinity]], [0, 1], classes: 2)) == nil)
        #expect(LinearReader(moments([[1], [2]], [0, 1], classes: 2)) != nil)
    }

    /// 9 of 10 zeros and 1 of 4 ones are found: (0.9 + 0.25) / 2; sklearn.metrics.balanced_accuracy_score says the same.
    @Test("Balanced accuracy is the mean over classes of what is found of each") func balanced() {
        var accuracy = BalancedAccuracy()
        for item in 0..<10 { accuracy.add(truth: 0, answer: item == 0 ? 1 : 0) }
        #expect(accuracy.value == nil)
        for item in 0..<4 { accuracy.add(truth: 1, answer: item == 0 ? 1 : 7) }
        #expect(accuracy.value == 0.575)
    }
}

@Suite("Linear CKA") struct LinearCKATests {
    private func matrix(_ rows: Int, _ columns: Int, _ salt: Double) -> FeatureMatrix {
        FeatureMatrix(dimensions: columns, values: entries(rows * columns, salt))
    }

    /// NumPy: norm(yc.T @ xc)**2 / norm(xc.T @ xc) / norm(yc.T @ yc) of the centred 7 x 3 and 7 x 4 entries.
    @Test("equals NumPy's value, whichever comes first") func numpy() throws {
        let (x, y) = (matrix(7, 3, 1), matrix(7, 4, 2))
        #expect(abs(try #require(linearCKA(x, y)) - 0.1849540751955541) < 1e-13)
        #expect(abs(try #require(linearCKA(y, x)) - 0.1849540751955541) < 1e-13)
    }

    @Test("is 1 for a copy that is rotated, scaled and shifted, and less for one that is stretched") func invariance() throws {
        let x = matrix(9, 2, 4), angle = 0.7
        func changed(_ stretch: Double) -> FeatureMatrix {
            let values = (0..<9).flatMap { row -> [Double] in
                let (a, b) = (x.values[2 * row], stretch * x.values[2 * row + 1])
                return [3 * (cos(angle) * a - sin(angle) * b) + 5, 3 * (sin(angle) * a + cos(angle) * b) - 1]
            }
            return FeatureMatrix(dimensions: 2, values: values)
        }
        #expect(abs(try #require(linearCKA(x, changed(1))) - 1) < 1e-12)
        // The same NumPy expression, of the entries and of these with the second column four times as large.
        #expect(abs(try #require(linearCKA(x, changed(4))) - 0.9630301971481307) < 1e-12)
    }

    @Test("does not exist for one row, for a constant, and for what is not finite") func undefined() {
        let x = matrix(3, 2, 1)
        #expect(linearCKA(matrix(1, 2, 1), matrix(1, 2, 1)) == nil)
        #expect(linearCKA(x, FeatureMatrix(dimensions: 1, values: [0.1, 0.1, 0.1])) == nil)
        #expect(linearCKA(x, FeatureMatrix(dimensions: 1, values: [0, .nan, 1])) == nil)
    }
}
