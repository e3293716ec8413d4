import Choices
import Foundation

/// Any bytes as `metadata.jsonl` beside two pictures: listed, or refused; no name may lead out of the folder.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    for name in ["a.png", "b.png"] where access("\(scratch)/\(name)", F_OK) != 0 { _ = put(Data([1]), as: name) }
    _ = put(bytes(data, size), as: "metadata.jsonl")
    for policy in [FileErrorPolicy.fail, .skip] {
        do {
            let listing = try FolderListing(ImageFolderConfiguration(path: scratch, test: 1, onError: policy))
            for entry in listing.entries {
                precondition(entry.file.standardizedFileURL.path.hasPrefix(scratch + "/"), "\(entry.file.path) is outside")
                precondition(!entry.captions.isEmpty && ["a.png", "b.png"].contains(entry.name))
            }
        } catch {
            check(error)
        }
    }
    return 0
}
