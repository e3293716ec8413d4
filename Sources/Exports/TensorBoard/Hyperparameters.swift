import Foundation
import Reports

/// What TensorBoard's table of hyperparameters reads: one message for the whole sweep, one for each job.
///
/// Source: tensorboard/plugins/hparams/api.proto and plugin_data.proto
enum Hyperparameters {
    static let plugin = "hparams"
    static let experimentTag = "_hparams_/experiment"
    static let startTag = "_hparams_/session_start_info"
    static let endTag = "_hparams_/session_end_info"

    /// - Parameters:
    ///   - options: the swept ones with all their values.
    ///   - metrics: tags of scalars.
    static func experiment(name: String, options: [(name: String, values: [TableValue])], metrics: [String]) -> ProtocolMessage {
        pluginData(field: 2) { experiment in
            for option in options {
                experiment.message(4) { info in
                    info.text(1, option.name)
                    info.integer(4, type(of: option.values))
                    info.message(5) { list in for value in option.values { list.message(1) { write(value, to: &$0) } } }
                }
            }
            for tag in metrics {
                experiment.message(5) { info in
                    info.message(1) { $0.text(2, tag) }
                }
            }
            experiment.text(6, name)
        }
    }

    /// - Parameter group: jobs of one group are seeds of one cell: the table shows their mean.
    static func start(options: [(name: String, value: TableValue)], group: String, seconds: Double) -> ProtocolMessage {
        pluginData(field: 3) { start in
            for option in options {
                start.message(1) { entry in
                    entry.text(1, option.name)
                    entry.message(2) { write(option.value, to: &$0) }
                }
            }
            start.text(4, group)
            start.number(5, seconds)
        }
    }

    static func end(succeeded: Bool, seconds: Double) -> ProtocolMessage {
        pluginData(field: 4) {
            $0.integer(1, succeeded ? 1 : 2)
            $0.number(2, seconds)
        }
    }

    private static func pluginData(field: UInt64, _ fields: (inout ProtocolMessage) -> Void) -> ProtocolMessage {
        ProtocolMessage {
            $0.integer(1, 0)
            $0.message(field, fields)
        }
    }

    /// 1 text, 2 boolean, 3 number.
    private static func type(of values: [TableValue]) -> Int64 {
        let types = Set(
            values.map { value -> Int64 in
                switch value {
                case .flag: 2
                case .integer, .number: 3
                default: 1
                }
            })
        return types.count == 1 ? types.first ?? 1 : 1
    }

    /// As `google.protobuf.Value`.
    private static func write(_ value: TableValue, to message: inout ProtocolMessage) {
        switch value {
        case .flag(let flag): message.integer(4, flag ? 1 : 0)
        case .integer(let integer): message.number(2, Double(integer))
        case .number(let number): message.number(2, number)
        default: message.text(3, value.exactText)
        }
    }
}
