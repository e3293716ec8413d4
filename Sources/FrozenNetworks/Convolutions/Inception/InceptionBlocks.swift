import Kernels
import TensorFiles

// The kinds of blocks, named as torchvision names them.

extension WeightReader {
    private mutating func block(
        _ name: String, _ inputs: Int, _ make: (inout InceptionBlockReader) -> [InceptionBranch]
    ) -> InceptionBlock {
        var block = InceptionBlockReader(reader: self, block: name, inputs: inputs)
        let branches = make(&block)
        self = block.reader
        return InceptionBlock(branches: branches)
    }

    /// 35 x 35 maps.
    mutating func inceptionA(_ name: String, inputs: Int, pooled: Int) -> InceptionBlock {
        block(name, inputs) { block in
            [
                block.branch(.init("branch1x1", 64)),
                block.branch(.init("branch5x5_1", 48), .init("branch5x5_2", 64, 5)),
                block.branch(.init("branch3x3dbl_1", 64), .init("branch3x3dbl_2", 96, 3), .init("branch3x3dbl_3", 96, 3)),
                block.branch(.init("branch_pool", pooled), pooling: insideAverage),
            ]
        }
    }

    /// To 17 x 17 maps.
    mutating func inceptionB(_ name: String, inputs: Int) -> InceptionBlock {
        block(name, inputs) { block in
            [
                block.branch(.init("branch3x3", 384, 3, stride: 2)),
                block.branch(.init("branch3x3dbl_1", 64), .init("branch3x3dbl_2", 96, 3), .init("branch3x3dbl_3", 96, 3, stride: 2)),
                InceptionBranch(trunk: [], ends: [.pooling(halvingMaximum)]),
            ]
        }
    }

    /// 17 x 17 maps, with windows of one row or one column.
    mutating func inceptionC(_ name: String, inputs: Int, inner: Int) -> InceptionBlock {
        block(name, inputs) { block in
            [
                block.branch(.init("branch1x1", 192)),
                block.branch(.init("branch7x7_1", inner), .init("branch7x7_2", inner, 1, 7), .init("branch7x7_3", 192, 7, 1)),
                block.branch(
                    .init("branch7x7dbl_1", inner), .init("branch7x7dbl_2", inner, 7, 1), .init("branch7x7dbl_3", inner, 1, 7),
                    .init("branch7x7dbl_4", inner, 7, 1), .init("branch7x7dbl_5", 192, 1, 7)),
                block.branch(.init("branch_pool", 192), pooling: insideAverage),
            ]
        }
    }

    /// To 8 x 8 maps.
    mutating func inceptionD(_ name: String, inputs: Int) -> InceptionBlock {
        block(name, inputs) { block in
            [
                block.branch(.init("branch3x3_1", 192), .init("branch3x3_2", 320, 3, stride: 2)),
                block.branch(
                    .init("branch7x7x3_1", 192), .init("branch7x7x3_2", 192, 1, 7), .init("branch7x7x3_3", 192, 7, 1),
                    .init("branch7x7x3_4", 192, 3, stride: 2)),
                InceptionBranch(trunk: [], ends: [.pooling(halvingMaximum)]),
            ]
        }
    }

    /// 8 x 8 maps. The second of the two such blocks pools by maximum in the network that FID is defined by.
    mutating func inceptionE(_ name: String, inputs: Int, poolsByMaximum: Bool) -> InceptionBlock {
        block(name, inputs) { block in
            [
                block.branch(.init("branch1x1", 320)),
                block.branch(.init("branch3x3_1", 384), ends: [.init("branch3x3_2a", 384, 1, 3), .init("branch3x3_2b", 384, 3, 1)]),
                block.branch(
                    .init("branch3x3dbl_1", 448), .init("branch3x3dbl_2", 384, 3),
                    ends: [.init("branch3x3dbl_3a", 384, 1, 3), .init("branch3x3dbl_3b", 384, 3, 1)]),
                block.branch(
                    .init("branch_pool", 192),
                    pooling: poolsByMaximum ? PoolingLayer(kind: .maximum, window: Window(3, 3), padding: Padding(1)) : insideAverage),
            ]
        }
    }
}

/// TensorFlow's average: zeros of the padding are not counted.
private let insideAverage = PoolingLayer(kind: .averageInside, window: Window(3, 3), padding: Padding(1))
let halvingMaximum = PoolingLayer(kind: .maximum, window: Window(3, 3, stride: 2), padding: .none)
