import Choices
import Foundation

/// Any bytes as `metadata.jsonl` and as `metadata.csv` beside two pictures: listed, or refused; no name may lead out of the folder.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    for name in ["a.png", "b.png"] where access("\(scratch)/\(name)", F_OK) != 0 { _ = put(Data([1]), as: name) }
    let files = ["metadata.jsonl", "metadata.csv"]
    for file in files { _ = put(bytes(data, size), as: file) }
    for (file, policy) in files.flatMap({ file in [FileErrorPolicy.fail, .skip].map { (file, $0) } }) {
        do {
            let listing = try FolderListing(ImageFolderConfiguration(path: scratch, captions: file, test: 1, onError: policy))
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
