/// A batch of feature maps, `[batch, height, width, channels]`: the channels of one position lie side by side, so that a convolution of
/// one position is a matrix product.
public struct MapShape: Sendable, Equatable {
    public var batch: Int
    public var height: Int
    public var width: Int
    public var channels: Int

    public init(batch: Int, height: Int, width: Int, channels: Int) {
        (self.batch, self.height, self.width, self.channels) = (batch, height, width, channels)
    }

    /// Rows of the matrix `[positions, channels]`.
    public var positions: Int { batch * height * width }
    /// Floats of all maps.
    public var count: Int { positions * channels }
    /// Floats of one sample's maps.
    public var sampleCount: Int { height * width * channels }
}

/// Rows and columns of zeros (or of nothing, for pooling) that a window sees around the maps.
public struct Padding: Sendable, Equatable {
    public var top: Int
    public var left: Int
    public var bottom: Int
    public var right: Int

    public static let none = Padding(0)

    public init(top: Int, left: Int, bottom: Int, right: Int) {
        (self.top, self.left, self.bottom, self.right) = (top, left, bottom, right)
    }

    /// The same on opposite sides; on all four sides when `horizontal` is nil.
    public init(_ vertical: Int, _ horizontal: Int? = nil) {
        let horizontal = horizontal ?? vertical
        self.init(top: vertical, left: horizontal, bottom: vertical, right: horizontal)
    }

    /// TensorFlow's "SAME": as many outputs as strides begin in the maps; an odd row or column goes to the bottom or right.
    public static func same(_ window: Window, height: Int, width: Int) -> Padding {
        func amount(_ size: Int, _ kernel: Int) -> Int {
            let outputs = (size + window.stride - 1) / window.stride
            return max(0, (outputs - 1) * window.stride + kernel - size)
        }
        let (down, across) = (amount(height, window.height), amount(width, window.width))
        return Padding(top: down / 2, left: across / 2, bottom: down - down / 2, right: across - across / 2)
    }
}

/// What a convolution or a pooling sees at once, and how far it moves on, in positions.
public struct Window: Sendable, Equatable {
    public var height: Int
    public var width: Int
    public var stride: Int

    public init(_ height: Int, _ width: Int, stride: Int = 1) { (self.height, self.width, self.stride) = (height, width, stride) }

    /// The maps that a pass of this window over `shape` makes, with `channels` channels.
    /// - Precondition: the window fits into the padded maps at least once.
    public func output(of shape: MapShape, padding: Padding, channels: Int) -> MapShape {
        let (down, across) = (shape.height + padding.top + padding.bottom - height, shape.width + padding.left + padding.right - width)
        precondition(down >= 0 && across >= 0, "a window of \(height) x \(width) over maps of \(shape.height) x \(shape.width)")
        return MapShape(batch: shape.batch, height: down / stride + 1, width: across / stride + 1, channels: channels)
    }
}
