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

// What tests import beside the target they test. Declared, because layouts are inlined across modules: tests that are not
// rebuilt after a change below their target read memory that is laid out otherwise.
let testImports: [String: [String]] = [
    "Diffusion": ["Kernels"], "UViT": ["Kernels", "TensorFiles"], "Datasets": ["Kernels"],
    "TextEncoding": ["Datasets", "Kernels"], "Evaluation": ["Datasets", "Kernels"], "Reports": ["ResultsStore"],
    "Parity": ["Kernels", "TensorFiles", "UViT"], "Runner": ["ResultsStore", "Training"],
    "Training": ["Datasets", "Diffusion", "Evaluation", "Experiments", "Kernels", "TensorFiles", "TextEncoding"],
]

let package = Package(
    name: "fusiongrid",
    products: [.executable(name: "fusiongrid", targets: ["fusiongrid"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "3.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "5.0.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
    ],
    targets: [
        .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),

        .target(name: "RegisterTiles", swiftSettings: kernelSettings),
        .target(name: "WideTiles", dependencies: ["RegisterTiles"], swiftSettings: wideSettings),
        .target(name: "Kernels", dependencies: ["COpenBLAS", "RegisterTiles", "WideTiles"], swiftSettings: kernelSettings),
        .target(name: "TensorFiles"),
        .target(name: "Statistics", dependencies: ["Kernels"]),
        .target(name: "UViT", dependencies: ["Kernels", "TensorFiles"]),
        .target(name: "Diffusion", dependencies: ["Kernels"]),
        .target(
            name: "Datasets",
            dependencies: [
                "Kernels", "TensorFiles", "CPNG", "CJPEG", .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(name: "TextEncoding", dependencies: ["Kernels", "Datasets"]),
        .target(
            name: "MiniCLIP",
            dependencies: [
                "Kernels", "TensorFiles", "UViT", "Diffusion", "Datasets", "TextEncoding",
            ]),
        .target(name: "Evaluation", dependencies: ["Kernels", "TextEncoding", "Datasets"]),
        .target(
            name: "Experiments",
            dependencies: [
                .product(name: "Yams", package: "Yams"), .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "ResultsStore",
            dependencies: [
                "Experiments", .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(name: "Parity", dependencies: ["Kernels", "UViT", "Diffusion", "Evaluation", "TensorFiles"]),
        .target(
            name: "Training",
            dependencies: [
                "Kernels", "UViT", "Diffusion", "Datasets", "TextEncoding", "Evaluation", "Experiments", "TensorFiles",
                "MiniCLIP",
            ]),
        .target(name: "Benchmarks", dependencies: ["Kernels", "UViT", "Diffusion"]),
        .target(name: "Runner", dependencies: ["Training", "ResultsStore", "Experiments", "TensorFiles"]),
        .target(name: "Reports", dependencies: ["ResultsStore", "Experiments", "Statistics"]),
        .executableTarget(name: "StepProbe", dependencies: ["Kernels", "UViT"]),
        .executableTarget(
            name: "fusiongrid",
            dependencies: [
                "Runner", "Reports", "Parity", "Training", "Benchmarks", "ResultsStore", "Experiments", "Datasets", "UViT",
                "Kernels", "TensorFiles", "TextEncoding", "MiniCLIP", "Statistics", "Evaluation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ]
        + [
            "Kernels", "TensorFiles", "Statistics", "UViT", "Diffusion", "Datasets", "TextEncoding", "MiniCLIP", "Evaluation",
            "Experiments",
            "ResultsStore", "Parity", "Training", "Runner", "Reports",
        ].map {
            .testTarget(
                name: "\($0)Tests", dependencies: ([$0] + (testImports[$0] ?? [])).map { Target.Dependency.target(name: $0) })
        },
    swiftLanguageModes: [.v6]
)
