import Datasets
import TensorFiles

extension WeightArchive {
    /// Hex SHA-256 of the names, types, shapes and bytes of all tensors that `isMeant`, whatever file they lie in.
    func fingerprint(_ isMeant: (String) -> Bool) -> String {
        var hash = ContentHash()
        for name in names where isMeant(name) {
            guard let tensor = self[name] else { continue }
            hash.add("\(name) \(tensor.dtype.rawValue) \(tensor.shape)")
            hash.add(bytes: tensor.data)
        }
        return hash.hex
    }
}
