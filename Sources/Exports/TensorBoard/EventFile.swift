import Foundation

/// Events of one run as TensorBoard reads them: TFRecord frames around `Event` messages.
///
/// Source: tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto, tensorflow/core/lib/io/record_writer.cc
struct EventFile {
    private(set) var data = Data()
    /// Seconds since 1970, the same for all events: what is written depends on the store alone.
    private let wallTime: Double

    init(wallTime: Double) {
        self.wallTime = wallTime
        event(step: 0) { $0.text(3, "brain.Event:2") }
    }

    /// Values of one step, in single precision as TensorBoard keeps them.
    mutating func scalars(step: Int, _ values: [(tag: String, value: Double)]) {
        guard !values.isEmpty else { return }
        event(step: step) { event in
            event.message(5) { summary in
                for (tag, value) in values {
                    summary.message(1) {
                        $0.text(1, tag)
                        $0.number(2, Float(value))
                    }
                }
            }
        }
    }

    /// What a plugin of TensorBoard reads.
    mutating func plugin(_ name: String, tag: String, _ content: ProtocolMessage) {
        event(step: 0) { event in
            event.message(5) { summary in
                summary.message(1) { value in
                    value.text(1, tag)
                    value.message(9) { metadata in
                        metadata.message(1) {
                            $0.text(1, name)
                            $0.bytes(2, content.data)
                        }
                    }
                }
            }
        }
    }

    private mutating func event(step: Int, _ fields: (inout ProtocolMessage) -> Void) {
        frame(
            ProtocolMessage {
                $0.number(1, wallTime)
                $0.integer(2, Int64(step))
                fields(&$0)
            }.data)
    }

    private mutating func frame(_ record: Data) {
        var length = Data()
        length.append(littleEndian: UInt64(record.count))
        data.append(length)
        data.append(littleEndian: CRC32C.masked(length))
        data.append(record)
        data.append(littleEndian: CRC32C.masked(record))
    }
}
