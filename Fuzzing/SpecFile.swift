import Foundation

/// Any bytes as a spec: a grid whose jobs have keys, or a refusal that names a place.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let text = bytes(data, size)
    do {
        let spec = try SpecLoader.load(path: "fuzz.yaml", overrides: []) { path in
            // Extending itself or a file that is not there must end, too.
            guard path == "fuzz.yaml" else { throw CocoaError(.fileReadNoSuchFile) }
            return text
        }
        if spec.cellCount * spec.seeds.count < 2000 {
            let keys = spec.jobs { _ in "fuzz" }.map(\.key)
            precondition(keys.allSatisfy { $0.count == 64 })
        }
    } catch {
        check(error)
    }
    return 0
}
