import Datasets
import Foundation
import Kernels
import Platform
import Results
import TestSupport
import Testing
@testable import Training

@Suite("Pictures that are looked at again")
struct SampleReaderTests {
    @Test("the data's own pictures are right for their captions; another picture and another caption are not taken for them")
    func truth() throws {
        let assets = JobAssets(), data = TinyJobs.configuration().data
        let reader = try #require(try SampleReader(data, assets: assets)), dataset = try assets.dataset(data)
        let count = dataset.count(.test), captions = (0..<count).map { dataset.caption(.test, $0, wording: 0) }
        var right = 0
        for item in 0..<count {
            let picture = dataset.image(.test, item)
            let reading = try #require(reader.reading(of: picture, number: item, caption: captions[item]))
            right += reading.isRight ? 1 : 0
            #expect(reading.asked == dataset.objects(.test, item)?.count && reading.objects == reading.asked)
            if let other = captions.firstIndex(where: { $0 != captions[item] }) {
                #expect(reader.reading(of: dataset.image(.test, other), number: item, caption: captions[item])?.isRight == false)
                #expect(reader.reading(of: picture, number: item, caption: captions[other]) == nil)
            }
        }
        // The oracle is exact on what it was made for.
        #expect(right == count)
        // Drawing goes round the captions.
        #expect(reader.reading(of: dataset.image(.test, 0), number: count, caption: captions[0])?.isRight == true)
        #expect(reader.reading(of: PixelImage(width: 3, height: 3, colour: [0, 0, 0]), number: 0, caption: captions[0]) == nil)
        let grey = PixelImage(width: dataset.imageSize, height: dataset.imageSize, colour: [127, 127, 127])
        let asked = try #require(dataset.objects(.test, 0)).count
        #expect(
            reader.reading(of: grey, number: 0, caption: captions[0])
                == SampleReader.Reading(seen: "nothing", isRight: false, asked: asked, objects: 0))
    }

    @Test("real pictures have their captions and counts, unlike ones other captions, and noise is noise")
    func realPictures() throws {
        let data = TinyJobs.job().configuration.data, assets = JobAssets(), dataset = try assets.dataset(data)
        let real = try RealPictures(data, assets: assets)
        #expect(real.count == dataset.count(.test) && real.fingerprint == dataset.fingerprint)
        for item in 0..<real.count {
            #expect(real.picture(item) == dataset.image(.test, item) && real.objects(item) == dataset.objects(.test, item)?.count)
            let other = try #require(real.unlike(item))
            #expect(real.caption(other) != real.caption(item))
        }
        let noise = real.noise(0)
        #expect(noise == real.noise(0) && noise != real.noise(1) && noise.width == dataset.imageSize && Set(noise.pixels).count > 50)
    }

    @Test("the pictures that attention was taken on are recorded with it, and drawn again they are the same")
    func probes() throws {
        final class Kept: ResultsSink {
            var samples: [SampleRecord] = []
            func record(metrics rows: [MetricValue]) {}
            func record(attention rows: [AttentionRecord]) {}
            func record(missing rows: [MissingMetric]) {}
            func record(localisation rows: [LocalisationRow]) {}
            func record(samples: [SampleRecord]) { self.samples += samples }
            func record(measurements values: [String: Double]) {}
            func sync() {}
            func record(identities values: [String: String]) {}
        }
        let folder = TemporaryFolder(), job = TinyJobs.job(), files = JobFiles(root: folder.url, key: job.key), sink = Kept()
        let outcome = try JobTrainer(job: job, assets: JobAssets(), files: files, threads: 1, sink: sink, stop: StopSignal()).run()
        #expect(outcome == .done)
        let kept = sink.samples.filter { $0.kind == .sample }
        #expect(kept.map(\.position) == [0, 1] && kept.allSatisfy { $0.step == job.configuration.train.steps })
        let model = try TrainedModel(job: job, assets: JobAssets(), files: files, threads: 1)
        let again = try model.pictures(of: kept.compactMap(\.caption), seed: job.seed)
        #expect(try again == kept.map { try PixelImage.decodePNG($0.png) })
    }
}
