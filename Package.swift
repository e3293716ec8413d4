// swift-tools-version: 6.1
import PackageDescription

// The kernels are plain Swift over raw pointers: bounds are the caller's contract, and on x86-64 the
// code generator is told that AVX2 and FMA exist (see docs/architecture.md).
var kernelFlags: [String] = ["-Ounchecked"]
#if arch(x86_64)
kernelFlags += ["-Xcc", "-mavx2", "-Xcc", "-mfma"]
#endif
let kernelSettings: [SwiftSetting] = [.unsafeFlags(kernelFlags)]
// One module has AVX-512 and is called only where the CPU has it, too.
#if arch(x86_64)
let wideFlags = ["f", "dq", "bw", "vl"].flatMap { ["-Xcc", "-mavx512\($0)"] }
#else
let wideFlags: [String] = []
#endif
let wideSettings: [SwiftSetting] = [.unsafeFlags(kernelFlags + wideFlags)]
// Optimising takes most of a build's time; code that waits for people, or for the code it tests, does without.
let quickSettings: [SwiftSetting] = [.unsafeFlags(["-Onone"])]

/// A room: what its sources import is what stands here, no more and no less (`make lint` compares).
func room(
    _ name: String, _ imports: [Target.Dependency] = [], _ settings: [SwiftSetting] = [], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: imports, resources: resources, swiftSettings: settings)
}

func systemLibrary(_ name: String, _ package: String, pkgConfig: String? = nil) -> Target {
    .systemLibrary(name: name, path: "Sources/Libraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// The tests of a room, and what they import beside it. Declared, because layouts are inlined across modules: tests that are
/// not rebuilt after a change below their target read memory that is laid out otherwise. What they test is optimised, they are not.
func tests(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: [.target(name: name)] + imports, swiftSettings: quickSettings)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

let package = Package(
    name: "fusiongrid",
    products: [.executable(name: "fusiongrid", targets: ["fusiongrid"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "5.0.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.0"),
    ],
    // From the ground up: each imports only what stands above it.
    targets: [
        systemLibrary("COpenBLAS", "libopenblas-dev"),
        systemLibrary("CPNG", "libpng-dev", pkgConfig: "libpng"),
        systemLibrary("CJPEG", "libturbojpeg0-dev", pkgConfig: "libturbojpeg"),
        systemLibrary("CCrypto", "libssl-dev"),
        systemLibrary("CZlib", "zlib1g-dev"),

        room("Platform", ["CCrypto", "CZlib"]),
        room("Choices"),
        room("Results", ["Choices"]),
        room("Claims", ["Results"]),
        room("RegisterTiles", [], kernelSettings),
        room("WideTiles", ["RegisterTiles"], wideSettings),
        room("Kernels", ["COpenBLAS", "Platform", "RegisterTiles", "WideTiles"], kernelSettings),
        room("TensorFiles", ["Platform"]),
        room("Statistics", ["Kernels"]),
        room("Transformer", ["Kernels", "Platform"]),
        room("UViT", ["Choices", "Kernels", "Platform", "TensorFiles", "Transformer"]),
        room("Diffusion", ["Choices", "Kernels", "Platform"]),
        room("Datasets", ["Choices", "CJPEG", "CPNG", "Kernels", "Platform", "TensorFiles"]),
        room("TextEncoding", ["Datasets", "Kernels", "Platform", "Results"]),
        room(
            "MiniCLIP",
            ["Choices", "Datasets", "Diffusion", "Kernels", "Platform", "Results", "TensorFiles", "TextEncoding", "Transformer"]),
        room("Evaluation", ["Datasets", "Kernels", "TextEncoding"]),
        room("FrozenNetworks", ["Datasets", "Kernels", "Platform", "TensorFiles", "TextEncoding"]),
        room("Experiments", ["Choices", "Claims", "Platform", "Results", yams], resources: [.embedInCode("Claims/arxiv-2403.16530.yaml")]),
        room("ResultsStore", ["Platform", "Results", grdb, grdbSQLite]),
        room("HumanEvaluation", ["Kernels", "Platform", "Results", "ResultsStore"]),
        room("Parity", ["Choices", "Diffusion", "Evaluation", "Kernels", "Platform", "TensorFiles", "Transformer", "UViT"]),
        room(
            "Training",
            [
                "Choices", "Datasets", "Diffusion", "Evaluation", "Experiments", "FrozenNetworks", "Kernels", "MiniCLIP", "Platform",
                "Results", "TensorFiles", "TextEncoding", "Transformer", "UViT",
            ]),
        room("Runner", ["Experiments", "Kernels", "Platform", "Results", "ResultsStore", "Training", "UViT"]),
        room("Cluster", ["Experiments", "Kernels", "Platform", "ResultsStore", "Runner", "Training"]),
        room(
            "Benchmarks",
            [
                "Choices", "Diffusion", "Experiments", "Kernels", "Platform", "Results", "ResultsStore", "Runner", "Training",
                "Transformer", "UViT",
            ]),
        room("Reports", ["Claims", "Datasets", "Kernels", "HumanEvaluation", "Platform", "Results", "ResultsStore", "Statistics"]),
        room("Pages", ["Claims", "Datasets", "HumanEvaluation", "Platform", "Reports", "Results", "ResultsStore"]),
        room(
            "Exports", ["Platform", "Reports", "Results", "ResultsStore"], resources: [.embedInCode("Hub/modeling_fusiongrid.py")]),
        room(
            "Server",
            [
                "Claims", "Datasets", "Experiments", "HumanEvaluation", "Pages", "Platform", "Reports", "Results", "ResultsStore", "Runner",
                flyingFox,
                flyingSocks,
            ], resources: [.embedInCode("Assets/page.css"), .embedInCode("Assets/page.js")]),
        .executableTarget(name: "StepProbe", dependencies: ["Choices", "Kernels", "Platform", "Transformer", "UViT"]),
        .executableTarget(
            name: "FrozenProbe", dependencies: ["Datasets", "FrozenNetworks", "Kernels", "Platform", "TensorFiles"]),
        .executableTarget(
            name: "fusiongrid",
            dependencies: [
                "Benchmarks", "Choices", "Cluster", "Datasets", "Experiments", "Exports", "FrozenNetworks", "HumanEvaluation", "Kernels",
                "MiniCLIP", "Pages", "Parity", "Platform", "Reports", "Results", "ResultsStore", "Runner", "Server", "Statistics",
                "TensorFiles", "TextEncoding", "Training", "UViT",
                argumentParser,
            ], swiftSettings: quickSettings),

        .target(
            name: "TestSupport", dependencies: ["Datasets", "Kernels", "TextEncoding", "Transformer"], path: "Tests/TestSupport",
            swiftSettings: quickSettings),
        tests("Choices"),
        tests("Platform"),
        tests("Kernels", ["Platform", "RegisterTiles"]),
        tests("TensorFiles", ["Platform"]),
        tests("Statistics"),
        tests("Transformer", ["Kernels", "Platform"]),
        tests("UViT", ["Choices", "Kernels", "Platform", "TensorFiles", "TestSupport", "Transformer"]),
        tests("Diffusion", ["Choices", "Kernels", "Platform"]),
        tests("Datasets", ["CJPEG", "Choices", "Kernels", "Platform", "TensorFiles", "TestSupport"]),
        tests("TextEncoding", ["Datasets", "Kernels", "Platform", "TestSupport"]),
        tests("MiniCLIP", ["Datasets", "Kernels", "Platform", "TestSupport", "TextEncoding", "Transformer"]),
        tests("Evaluation", ["Choices", "Datasets", "Kernels", "TestSupport"]),
        tests("FrozenNetworks", ["Datasets", "Kernels", "Platform", "TensorFiles", "TestSupport", "TextEncoding"]),
        tests("Experiments", ["Claims"]),
        tests("Results"),
        tests("ResultsStore", ["Results", "TestSupport", grdb]),
        tests("HumanEvaluation", ["ResultsStore", "TestSupport"]),
        tests("Parity", ["Kernels", "Platform", "TensorFiles", "Transformer", "UViT"]),
        tests(
            "Training",
            [
                "Choices", "Datasets", "Evaluation", "Experiments", "Kernels", "MiniCLIP", "Platform", "Results", "TensorFiles",
                "TestSupport", "UViT",
            ]),
        tests("Runner", ["Experiments", "MiniCLIP", "Platform", "Results", "ResultsStore", "TensorFiles", "Training"]),
        tests("Cluster", ["Experiments", "Platform", "Results", "ResultsStore", "Runner", "TestSupport"]),
        tests("Reports", ["Claims", "Datasets", "HumanEvaluation", "Results", "ResultsStore"]),
        tests("Exports", ["Reports", "Results", "ResultsStore", "TestSupport"]),
        tests("Pages", ["Claims", "Datasets", "HumanEvaluation", "Reports", "Results", "ResultsStore", "TestSupport"]),
        tests(
            "Server", ["Claims", "Datasets", "HumanEvaluation", "Pages", "Reports", "Results", "ResultsStore", "Runner", "TestSupport"]),
        tests("Benchmarks", ["Experiments", "Platform", "ResultsStore", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)
