import Choices
import Foundation
import Kernels

/// The kinds of objects that scenes are made of: a noun, and cut-out pictures of it.
struct StampKind: Sendable {
    var noun: String
    /// Names of the pictures' files in the folder.
    var files: [String]
    /// One a file, over the canvas, the longer side at most ``StampLibrary/largestSide`` pixels.
    var pictures: [Sprite]
}

/// Chooses from a folder of captioned cut-outs, by rule, those that can play in scenes. `docs/scenes.md` states the rules.
enum StampLibrary {
    static let largestSide = 96
    /// A picture's box: its longer side is at most so many times the shorter one.
    static let longest = 1.6
    /// Least share of its box that a picture covers.
    static let leastFill = 0.45
    /// Side of the picture, in pixels, at which it must stand out from the canvas in one piece.
    static let trialSide = 12
    /// Least intersection over union of what stands out with what was drawn.
    static let leastAgreement = 0.7

    struct Candidate {
        var noun: String
        var name: String
        var file: URL
    }

    /// The pictures whose captions name one thing, by name.
    ///
    /// Throws: `DatasetError.noStamps` when there is no such folder or it holds no captions, others for damaged caption files.
    static func candidates(in folder: String) throws -> [Candidate] {
        let listing: FolderListing
        do {
            listing = try FolderListing(ImageFolderConfiguration(path: folder, test: 0))
        } catch DatasetError.noFolder, DatasetError.noCaptions {
            throw DatasetError.noStamps(path: folder)
        }
        return listing.entries.compactMap { entry in
            StampCaption.noun(entry.captions[0]).map { Candidate(noun: $0, name: entry.name, file: entry.file) }
        }
    }

    /// Hex SHA-256 of all that decides which kinds are chosen and what they look like, without decoding a picture.
    static func fingerprint(of candidates: [Candidate]) throws -> String {
        var hash = ContentHash()
        for candidate in candidates {
            hash.add(candidate.noun)
            hash.add(candidate.name)
            let facts = try facts(of: candidate)
            hash.add(bytes: facts.digestBytes)
            hash.add(pictureFacts: facts)
        }
        return hash.hex
    }

    /// The `count` kinds that differ most from each other, out of those with several pictures if there are enough.
    ///
    /// Throws: `DatasetError.tooFewKinds`, or `badImage` for a damaged picture.
    static func kinds(from candidates: [Candidate], count: Int, canvas: SceneCanvas, folder: String) throws -> [StampKind] {
        var kinds: [String: StampKind] = [:]
        for candidate in candidates {
            guard let sprite = usable(try PixelImage.decode(candidate.file), canvas: canvas) else { continue }
            var kind = kinds[candidate.noun] ?? StampKind(noun: candidate.noun, files: [], pictures: [])
            kind.files.append(candidate.name)
            kind.pictures.append(sprite)
            kinds[candidate.noun] = kind
        }
        let all = kinds.values.sorted { $0.noun < $1.noun }
        guard all.count >= count else {
            throw DatasetError.tooFewKinds(
                path: folder, found: all.count, asked: count, captioned: Set(candidates.map(\.noun)).count)
        }
        let varied = all.filter { $0.pictures.count >= 2 }
        return mostDifferent(varied.count >= count ? varied : all, count: count)
    }

    /// The picture cut to what can be seen and laid over the canvas; nil when a rule is broken.
    static func usable(_ picture: PixelImage, canvas: SceneCanvas) -> Sprite? {
        guard picture.channels == 4, let cut = picture.cutToOpaque() else { return nil }
        let longer = max(cut.width, cut.height), shorter = min(cut.width, cut.height)
        guard Double(longer) <= longest * Double(shorter) else { return nil }
        let sprite = Sprite(cut, canvas: canvas)
        guard sprite.fill >= leastFill else { return nil }
        let small = longer > largestSide ? sprite.resized(toLongerSide: largestSide) : sprite
        return standsOut(small, canvas: canvas) ? small : nil
    }

    /// Whether the picture, drawn small in the middle of a canvas, is found again: one part, where it was drawn.
    private static func standsOut(_ sprite: Sprite, canvas: SceneCanvas) -> Bool {
        let small = sprite.resized(toLongerSide: trialSide), side = 2 * trialSide
        let image = FloatBuffer(count: 3 * side * side)
        image.fill(floatValue(canvas.byte))
        let x = (side - small.width) / 2, y = (side - small.height) / 2
        small.draw(into: image.pointer, imageSize: side, x: x, y: y, isMirrored: false)
        let foreground = withExtendedLifetime(image) { Foreground(image.readPointer, imageSize: side) }
        guard foreground.parts.count == 1 else { return false }
        let drawn = small.mask(imageSize: side, x: x, y: y, isMirrored: false)
        let shared = foreground.parts[0].pixels.count { drawn[$0] }
        let either = foreground.parts[0].pixels.count + drawn.count { $0 } - shared
        return Double(shared) >= leastAgreement * Double(either)
    }

    /// Starts with the kind that fills its box best, then takes, again and again, the kind whose nearest picture among
    /// those of the chosen kinds is farthest away.
    private static func mostDifferent(_ kinds: [StampKind], count: Int) -> [StampKind] {
        let looks = kinds.map { $0.pictures.map(look) }
        func distance(_ a: Int, _ b: Int) -> Double {
            looks[a].flatMap { one in looks[b].map { squaredDistance(one, $0) } }.min()!
        }
        let fills = kinds.map { $0.pictures.map(\.fill).min()! }
        var chosen = [kinds.indices.max { fills[$0] < fills[$1] }!]
        var nearest = kinds.indices.map { distance($0, chosen[0]) }
        while chosen.count < count {
            let next = kinds.indices.filter { !chosen.contains($0) }.max { nearest[$0] < nearest[$1] }!
            chosen.append(next)
            for kind in kinds.indices { nearest[kind] = min(nearest[kind], distance(kind, next)) }
        }
        return chosen.sorted().map { kinds[$0] }
    }

    /// A 6 x 6 thumbnail of the picture stretched to a square.
    private static func look(_ sprite: Sprite) -> [Double] {
        PixelImage(width: sprite.width, height: sprite.height, channels: 3, pixels: sprite.pixels)
            .areaResized(to: 6).pixels.map { Double($0) / 255 }
    }

    private static func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }

    private static func facts(of candidate: Candidate) throws -> FileFacts {
        do {
            return try withFile(candidate.file.path) { bytes, _ in FileFacts(ofPicture: bytes) }
        } catch DatasetError.badImage(_, let problem) {
            throw DatasetError.badImage(path: candidate.file.path, problem: problem)
        }
    }
}

extension PixelImage {
    /// The smallest part that holds every pixel that is at least half opaque; nil without such a pixel.
    fileprivate func cutToOpaque() -> PixelImage? {
        var left = width, right = -1, top = height, bottom = -1
        for y in 0..<height {
            for x in 0..<width where pixels[4 * (y * width + x) + 3] >= 128 {
                (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), max(bottom, y))
            }
        }
        guard right >= left else { return nil }
        var cut: [UInt8] = []
        for row in stride(from: 4 * top * width, through: 4 * bottom * width, by: 4 * width) {
            cut += pixels[row + 4 * left..<row + 4 * (right + 1)]
        }
        return PixelImage(width: right - left + 1, height: bottom - top + 1, channels: 4, pixels: cut)
    }
}
