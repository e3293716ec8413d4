import Foundation

/// BERT's basic tokenizer: cleans a text and splits it into words and marks.
///
/// Source: Devlin et al. 2018, https://github.com/google-research/bert/blob/master/tokenization.py, as Hugging Face's `BertNormalizer`
/// and `BertPreTokenizer` have it.
struct BertNormaliser: Sendable, Equatable {
    /// Whether controls and formats are dropped.
    var cleans = true
    /// Whether Chinese characters are words of their own.
    var separatesChinese = true
    var stripsAccents = true
    var lowercases = true

    func words(of text: ArraySlice<Unicode.Scalar>) -> [ArraySlice<Unicode.Scalar>] {
        let scalars = normalised(text)
        var words: [ArraySlice<Unicode.Scalar>] = [], start = 0
        func finish(_ end: Int) {
            if start < end { words.append(scalars[start..<end]) }
            start = end + 1
        }
        for (place, scalar) in scalars.enumerated() {
            switch BertClass(scalar) {
            case .space: finish(place)
            case .punctuation:
                finish(place)
                words.append(scalars[place...place])
            case .other: break
            }
        }
        finish(scalars.count)
        return words
    }

    private func normalised(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
        var clean: [Unicode.Scalar] = []
        clean.reserveCapacity(text.count)
        for scalar in text where !cleans || !ScalarClasses.isDropped(scalar) {
            if separatesChinese && ScalarClasses.isChinese(scalar) { clean += [" ", scalar, " "] } else { clean.append(scalar) }
        }
        if stripsAccents {
            clean = CanonicalForms.decomposed(clean).filter { $0.value < 0x300 || !ScalarClasses.isAccent($0) }
        }
        guard lowercases else { return clean }
        var lower: [Unicode.Scalar] = []
        lower.reserveCapacity(clean.count)
        for scalar in clean { ScalarClasses.appendLowercase(scalar, to: &lower) }
        return lower
    }
}

private enum BertClass: UInt8 {
    case space, punctuation, other

    private static let ofASCII: [BertClass] = (0..<128).map { BertClass(slowly: Unicode.Scalar(UInt8($0))) }

    init(_ scalar: Unicode.Scalar) { self = scalar.isASCII ? Self.ofASCII[Int(scalar.value)] : BertClass(slowly: scalar) }

    private init(slowly scalar: Unicode.Scalar) {
        if scalar.properties.isWhitespace {
            self = .space
        } else {
            self = ScalarClasses.isPunctuation(scalar) ? .punctuation : .other
        }
    }
}
