extension PixelImage {
    /// Pixels of one line of text at scale 1, and the height of its letters.
    public static func textSize(_ text: String, scale: Int = 1) -> (width: Int, height: Int) {
        (max(0, text.count * (BitmapFont.width + 1) - 1) * scale, BitmapFont.height * scale)
    }

    /// Writes one line of text, its top left at (x, y); what lies outside the image is cut off.
    ///
    /// - Parameters:
    ///   - colour: one value a channel.
    ///   - scale: pixels to a dot.
    /// - Precondition: `scale` is positive and `colour` has as many values as the image has channels.
    public mutating func draw(_ text: String, x: Int, y: Int, colour: [UInt8], scale: Int = 1) {
        precondition(scale > 0 && colour.count == channels)
        for (number, character) in text.enumerated() {
            let left = x + number * (BitmapFont.width + 1) * scale
            for (row, bits) in BitmapFont.rows(character).enumerated() where bits != 0 {
                for column in 0..<BitmapFont.width where bits & (16 >> UInt8(column)) != 0 {
                    fill(x: left + column * scale, y: y + row * scale, width: scale, height: scale, colour: colour)
                }
            }
        }
    }

    /// Overwrites a rectangle; what lies outside the image is cut off.
    /// - Precondition: `colour` has as many values as the image has channels.
    public mutating func fill(x: Int, y: Int, width fillWidth: Int, height fillHeight: Int, colour: [UInt8]) {
        precondition(colour.count == channels)
        for row in max(0, y)..<max(max(0, y), min(height, y + fillHeight)) {
            for column in max(0, x)..<max(max(0, x), min(width, x + fillWidth)) {
                for channel in 0..<channels { pixels[(row * width + column) * channels + channel] = colour[channel] }
            }
        }
    }

    /// Overwrites a rectangle with another image of as many channels; what lies outside is cut off.
    public mutating func paste(_ image: PixelImage, x: Int, y: Int) {
        precondition(image.channels == channels)
        for row in 0..<image.height where (0..<height).contains(y + row) {
            for column in 0..<image.width where (0..<width).contains(x + column) {
                for channel in 0..<channels {
                    pixels[((y + row) * width + x + column) * channels + channel] =
                        image.pixels[(row * image.width + column) * channels + channel]
                }
            }
        }
    }
}
