import Choices

/// A cut-out picture at one size, laid over the canvas: what is copied into a scene.
struct Sprite: Sendable {
    let width, height: Int
    /// [height, width, 3], the canvas showing through where the picture is transparent.
    let pixels: [UInt8]
    /// [height, width], 255 where the picture is opaque.
    let opacity: [UInt8]

    /// - Parameter picture: with alpha, cut to what can be seen.
    init(_ picture: PixelImage, canvas: SceneCanvas) {
        precondition(picture.channels == 4)
        width = picture.width
        height = picture.height
        opacity = stride(from: 3, to: picture.pixels.count, by: 4).map { picture.pixels[$0] }
        let ground = Int(canvas.byte)
        var pixels = [UInt8]()
        pixels.reserveCapacity(3 * opacity.count)
        for place in opacity.indices {
            let alpha = Int(opacity[place])
            for channel in 0..<3 {
                pixels.append(UInt8((alpha * Int(picture.pixels[4 * place + channel]) + (255 - alpha) * ground + 127) / 255))
            }
        }
        self.pixels = pixels
    }

    private init(width: Int, height: Int, pixels: [UInt8], opacity: [UInt8]) {
        self.width = width
        self.height = height
        self.pixels = pixels
        self.opacity = opacity
    }

    /// The same with its longer side `side` pixels long. Colours over the canvas and opacity are averaged by area, which
    /// is what laying the picture over the canvas and then making it smaller gives.
    func resized(toLongerSide side: Int) -> Sprite {
        let longer = max(width, height)
        let newWidth = max(1, (width * side + longer / 2) / longer), newHeight = max(1, (height * side + longer / 2) / longer)
        let colours = PixelImage(width: width, height: height, channels: 3, pixels: pixels)
        let alpha = PixelImage(width: width, height: height, channels: 1, pixels: opacity)
        return Sprite(
            width: newWidth, height: newHeight, pixels: colours.areaResized(width: newWidth, height: newHeight).pixels,
            opacity: alpha.areaResized(width: newWidth, height: newHeight).pixels)
    }

    /// Copies the sprite into `out` [3, imageSize, imageSize] where it is not wholly transparent.
    func draw(into out: UnsafeMutablePointer<Float>, imageSize: Int, x: Int, y: Int, isMirrored: Bool) {
        let area = imageSize * imageSize
        for row in 0..<height {
            for column in 0..<width {
                let source = row * width + (isMirrored ? width - 1 - column : column)
                guard opacity[source] > 0 else { continue }
                let target = (y + row) * imageSize + x + column
                for channel in 0..<3 { out[channel * area + target] = floatValue(pixels[3 * source + channel]) }
            }
        }
    }

    /// [imageSize, imageSize]: true where the sprite, drawn there, covers at least half of a pixel.
    func mask(imageSize: Int, x: Int, y: Int, isMirrored: Bool) -> [Bool] {
        var mask = [Bool](repeating: false, count: imageSize * imageSize)
        for row in 0..<height {
            for column in 0..<width {
                let source = row * width + (isMirrored ? width - 1 - column : column)
                if opacity[source] >= 128 { mask[(y + row) * imageSize + x + column] = true }
            }
        }
        return mask
    }

    /// Share of the pixels that are at least half opaque.
    var fill: Double { Double(opacity.count { $0 >= 128 }) / Double(opacity.count) }
}
