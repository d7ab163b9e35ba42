import CMariaDB

/// A statement that MariaDB or the way to it refused.
///
/// It names the code, the SQL state, the statement with its `?` and the key or constraint, never
/// the server's message: MariaDB writes values into it ("Duplicate entry 'RSSMRA…'").
package struct DatabaseError: Error, Equatable, CustomStringConvertible {
    /// The server's (1000–4999) or the client's (2000–2999) error number.
    package var code: Int
    /// Five characters, such as `23000`.
    package var state: String
    /// The statement, with a `?` in the place of each value.
    package var statement: String
    /// The key or constraint that refused a row, when the message names one.
    package var key: String?
    /// Whether it was the COMMIT that failed: the transaction may have been made durable.
    package var duringCommit = false
    /// Why TLS could not be agreed upon or the server not be believed, in the words of libmariadb and OpenSSL: no value is among them.
    package var distrust: String?

    package var description: String {
        let named = key.map { " key=\($0)" } ?? ""
        let commit = duringCommit ? " during COMMIT" : ""
        let distrusted = distrust.map { " \($0)" } ?? ""
        return "database error \(code) (\(state))\(named)\(commit)\(distrusted) in: \(statement)"
    }

    /// The way to the server broke or was never there: another try needs a new connection.
    package var isConnectionLost: Bool {
        [Int(CR_CONNECTION_ERROR), Int(CR_CONN_HOST_ERROR), Int(CR_SERVER_GONE_ERROR), Int(CR_SERVER_LOST),
         Int(CR_SERVER_HANDSHAKE_ERR), Int(CR_UNKNOWN_HOST), Int(CR_SSL_CONNECTION_ERROR), Int(ER_SERVER_SHUTDOWN),
         Int(ER_CONNECTION_KILLED), Int(ER_CON_COUNT_ERROR),
         // A node of a cluster that the others have put out, or that is not yet back.
         Int(ER_UNKNOWN_COM_ERROR), Int(ER_ERROR_DURING_COMMIT)].contains(code)
    }

    /// Deadlock or lock wait: everything was rolled back, the whole transaction may be tried again.
    package var isConflict: Bool { isDeadlock || code == Int(ER_LOCK_WAIT_TIMEOUT) }

    /// Also that another node of a cluster was first.
    package var isDeadlock: Bool { code == Int(ER_LOCK_DEADLOCK) }

    /// Nothing is wrong with the statement: it may go well later. A node of a cluster that cannot wait for the others calls
    /// that a lock wait.
    package var isPassing: Bool { isConnectionLost || isConflict }

    /// The statement took longer than its connection lets it.
    package var isTimeout: Bool { code == Int(ER_STATEMENT_TIMEOUT) }

    /// The values do not fit their columns (SQLSTATE class 22) or a constraint refuses them (23): the same
    /// statement fails again.
    package var isOfTheValues: Bool { state.hasPrefix("22") || state.hasPrefix("23") }

    /// A unique key refused the row.
    package func isDuplicate(of key: String) -> Bool {
        code == Int(ER_DUP_ENTRY) && self.key == key
    }

    /// The statement names a table that is not there.
    package var isMissingTable: Bool { code == Int(ER_NO_SUCH_TABLE) }

    /// The connection names a database that is not there.
    package var isMissingDatabase: Bool { code == Int(ER_BAD_DB_ERROR) }

    /// The server does not let this account in, or not into this database.
    package var isAccessDenied: Bool {
        [Int(ER_ACCESS_DENIED_ERROR), Int(ER_DBACCESS_DENIED_ERROR), Int(ER_ACCESS_DENIED_NO_PASSWORD_ERROR)].contains(code)
    }

    /// The account may not do this to the table or to one of the columns.
    var isForbidden: Bool { [Int(ER_TABLEACCESS_DENIED_ERROR), Int(ER_COLUMNACCESS_DENIED_ERROR)].contains(code) }

    /// A foreign key found no row to point to.
    package var isMissingReference: Bool { code == Int(ER_NO_REFERENCED_ROW_2) }
}

extension DatabaseError {
    init(code: UInt32, state: UnsafePointer<CChar>, message: UnsafePointer<CChar>, statement: String) {
        self.code = Int(code)
        self.state = String(cString: state)
        self.statement = statement
        key = Self.keyName(in: String(cString: message))
        if code == UInt32(CR_SSL_CONNECTION_ERROR) { distrust = String(cString: message) }
    }

    /// What a connection has failed with.
    init(of handle: UnsafeMutablePointer<MYSQL>, in statement: String) {
        self.init(code: mysql_errno(handle), state: mysql_sqlstate(handle), message: mysql_error(handle), statement: statement)
    }

    /// The name at the end of "… for key 'name'" or in "CONSTRAINT `name`": MariaDB has no other way
    /// to tell it. A value inside the message cannot be taken for it, since the last occurrence counts.
    private static func keyName(in message: String) -> String? {
        for (opening, closing) in [("for key '", "'"), ("CONSTRAINT `", "`")] {
            guard let range = message.ranges(of: opening).last else { continue }
            let name = message[range.upperBound...].prefix { $0 != Character(closing) }
            if name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) { return String(name) }
        }
        return nil
    }
}
