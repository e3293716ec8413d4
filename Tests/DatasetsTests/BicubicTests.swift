import Foundation
import TensorFiles
import Testing

@testable import Datasets

@Suite("Bicubic resizing") struct BicubicTests {
    @Test("every byte is Pillow's, grey, in colour and with a fourth channel")
    func pillow() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/transformers/bicubic.safetensors")
        let archive = try SafetensorsFile(contentsOf: file)
        #expect(archive.names.count == 18)
        for name in archive.names {
            // width-height-width-height-channels
            let sizes = name.split(separator: "-").map { Int($0)! }
            var pixels: [UInt8] = []
            for y in 0..<sizes[1] {
                for x in 0..<sizes[0] {
                    for c in 0..<sizes[4] {
                        pixels.append(UInt8((x * x * 3 + y * 7 * (c + 1) + x * y + ((x * 37) ^ (y * 91)) * (c + 2)) & 255))
                    }
                }
            }
            let image = PixelImage(width: sizes[0], height: sizes[1], channels: sizes[4], pixels: pixels)
            let resized = image.bicubicResized(width: sizes[2], height: sizes[3])
            #expect(Data(resized.pixels) == archive[name]!.data, "\(name)")
        }
    }

    @Test("a size that stays the same changes nothing, one colour stays one colour")
    func same() {
        let image = PixelImage(width: 7, height: 5, colour: [255, 0, 3])
        #expect(image.bicubicResized(width: 7, height: 5) == image)
        #expect(image.bicubicResized(width: 3, height: 50) == PixelImage(width: 3, height: 50, colour: [255, 0, 3]))
    }
}
