/// The keys and values of one run of tokens (image and time tokens, or text tokens) of every sample.
///
/// Head `h` of token `r` of sample `b` starts at `key + b * sampleStride + r * rowStride + h * headSize`, and the same
/// for `value`. Strides are in floats, so both may point into one packed `[rows, 2D]` or `[rows, 3D]` matrix.
public struct KeySegment {
    public var key: In
    public var value: In
    /// Tokens per sample.
    public var count: Int
    public var rowStride: Int
    public var sampleStride: Int

    public init(key: In, value: In, count: Int, rowStride: Int, sampleStride: Int) {
        self.key = key
        self.value = value
        self.count = count
        self.rowStride = rowStride
        self.sampleStride = sampleStride
    }
}

/// Where the gradients of one `KeySegment` go; addressed like it.
public struct KeyGradientSegment {
    public var dKey: Out
    public var dValue: Out
    /// Tokens per sample.
    public var count: Int
    public var rowStride: Int
    public var sampleStride: Int

    public init(dKey: Out, dValue: Out, count: Int, rowStride: Int, sampleStride: Int) {
        self.dKey = dKey
        self.dValue = dValue
        self.count = count
        self.rowStride = rowStride
        self.sampleStride = sampleStride
    }
}

/// Query-side rows that are read: head `h` of row `r` of sample `b` starts at
/// `pointer + b * sampleStride + r * rowStride + h * headSize`.
public struct QueryRows {
    public var pointer: In
    /// Rows per sample.
    public var count: Int
    public var rowStride: Int
    public var sampleStride: Int

    public init(pointer: In, count: Int, rowStride: Int, sampleStride: Int) {
        self.pointer = pointer
        self.count = count
        self.rowStride = rowStride
        self.sampleStride = sampleStride
    }
}

/// Query-side rows that are written; addressed like `QueryRows`.
public struct MutableQueryRows {
    public var pointer: Out
    /// Rows per sample.
    public var count: Int
    public var rowStride: Int
    public var sampleStride: Int

    public init(pointer: Out, count: Int, rowStride: Int, sampleStride: Int) {
        self.pointer = pointer
        self.count = count
        self.rowStride = rowStride
        self.sampleStride = sampleStride
    }

    /// The same rows, read only.
    public var rows: QueryRows {
        QueryRows(pointer: pointer, count: count, rowStride: rowStride, sampleStride: sampleStride)
    }
}
