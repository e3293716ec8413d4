import GRDB

extension Row {
    /// A column's value; GRDB's own subscript traps on one that does not fit, which a damaged database may hold.
    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(checked index: Int) -> Value {
        get throws { try decode(Value.self, atIndex: index) }
    }

    subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(checked column: String) -> Value {
        get throws { try decode(Value.self, forColumn: column) }
    }
}
