import CMariaDB
@preconcurrency import Glibc

/// A connection to MariaDB, made at its first use and again when it was lost.
///
/// One thread owns it. Sessions run in UTC, in strict mode and under READ COMMITTED: under the
/// default an open claim held a page's INSERT for 2 s by a gap lock. At a node of a Galera cluster each statement and
/// transaction first waits until the node holds what others have committed: the mark of what was sent, read from one that
/// is behind, would look like a restored backup.
package final class Connection {
    private let options: ConnectionOptions
    private var handle: UnsafeMutablePointer<MYSQL>?
    private var statements: [String: Statement] = [:]
    private var lastUse = ContinuousClock.now
    /// How long all statements so far have taken, as who asked for them saw it.
    package private(set) var timeSpent = Duration.zero
    /// How many statements have been run so far, each beginning and end of a transaction too.
    package private(set) var statementsRun = 0
    private var isInTransaction = false

    /// A connection that sat longer than this is asked whether it still lives before it is used.
    private static let idleLimit = Duration.seconds(5)
    private static let cachedStatements = 256
    private static let library: Void = { mysql_server_init(0, nil, nil) }()

    package init(_ options: ConnectionOptions) {
        _ = Self.library
        self.options = options
    }

    deinit { disconnect() }

    /// Runs a statement and reads its rows. The row is lent to the closure: it is the same buffer
    /// for each.
    package func rows<T>(_ sql: SQL, _ read: (inout Row) throws -> T) throws -> [T] {
        try insisting(on: \.isDeadlock) {
            var result: [T] = []
            try run(sql) { row in result.append(try read(&row)) }
            return result
        }
    }

    /// The first row, `nil` when there is none.
    package func first<T>(_ sql: SQL, _ read: (inout Row) throws -> T) throws -> T? {
        try rows(sql, read).first
    }

    /// Runs a statement that gives no rows. Outside a transaction it starts over after a deadlock.
    ///
    /// - Returns: how many rows it changed; an UPDATE counts the rows it found, whether or not
    ///   they already held the value.
    @discardableResult
    package func execute(_ sql: SQL) throws -> Int {
        try insisting(on: \.isDeadlock) { try run(sql) { _ in } }
    }

    /// Runs the body between START TRANSACTION and COMMIT, rolls back when it throws, and starts
    /// over after a deadlock or a lock wait, so the body must have no other effect. Inside another transaction the body
    /// is a part of that one.
    ///
    /// - Throws: what the body throws, or `DatabaseError`; with `duringCommit` nobody knows
    ///   whether the transaction counts, and the caller must look.
    package func transaction<T>(_ body: () throws -> T) throws -> T {
        if isInTransaction { return try body() }
        return try insisting(on: \.isConflict) {
            try command("START TRANSACTION")
            isInTransaction = true
            defer { isInTransaction = false }
            do {
                let result = try body()
                do { try command("COMMIT") } catch var error as DatabaseError {
                    error.duringCommit = !error.isConflict
                    throw error
                }
                return result
            } catch {
                // A connection whose rollback fails holds nothing any more: the server drops it.
                if handle != nil, (try? command("ROLLBACK")) == nil { disconnect() }
                throw error
            }
        }
    }

    /// Runs the body, which only reads, on one unchanging picture of the database, whatever others commit meanwhile.
    package func snapshot<T>(_ body: () throws -> T) throws -> T {
        precondition(!isInTransaction, "a snapshot inside a transaction")
        try command("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        try command("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        isInTransaction = true
        defer {
            isInTransaction = false
            // Nothing of it counts; a connection that cannot even say so holds nothing any more.
            if handle != nil, (try? command("ROLLBACK")) == nil { disconnect() }
        }
        return try body()
    }

    /// Starts over after what undid the whole of it. A part of a transaction is not repeated by itself.
    private func insisting<T>(on undone: KeyPath<DatabaseError, Bool>, _ body: () throws -> T) throws -> T {
        var attempt = 1
        while true {
            do {
                return try body()
            } catch let error as DatabaseError where error[keyPath: undone] && !isInTransaction && attempt < Self.conflictAttempts {
                usleep(UInt32.random(in: 1_000...10_000) * UInt32(attempt))
                attempt += 1
            }
        }
    }

    private static let conflictAttempts = 8

    /// Runs several statements of a migration file, which cannot all be prepared.
    package func script(_ sql: SQL) throws {
        precondition(sql.values.isEmpty)
        try command(sql.text)
    }

    // MARK: - The way to the server

    @discardableResult
    private func run(_ sql: SQL, _ each: (inout Row) throws -> Void) throws -> Int {
        let began = ContinuousClock.now
        defer { note(since: began) }
        do {
            return try runOnce(sql, each)
        } catch let error as DatabaseError where error.isForbidden {
            // A right that is being narrowed from a table to some of its columns is gone for a moment.
            usleep(Self.pauseWhenForbidden)
            return try runOnce(sql, each)
        }
    }

    private static let pauseWhenForbidden: UInt32 = 50_000

    private func runOnce(_ sql: SQL, _ each: (inout Row) throws -> Void) throws -> Int {
        let statement = try prepared(sql.text)
        do {
            return try statement.run(sql.values, each)
        } catch let error as DatabaseError where error.isConnectionLost {
            disconnect()
            throw error
        }
    }

    private func prepared(_ text: String) throws -> Statement {
        let handle = try connected()
        if let statement = statements[text] { return statement }
        if statements.count >= Self.cachedStatements { statements.removeAll() }
        do {
            let statement = try Statement(text, on: handle)
            statements[text] = statement
            return statement
        } catch let error as DatabaseError where error.isConnectionLost {
            disconnect()
            throw error
        }
    }

    private func command(_ text: String) throws {
        let began = ContinuousClock.now
        defer { note(since: began) }
        let handle = try connected()
        guard mysql_real_query(handle, text, UInt(text.utf8.count)) == 0 else {
            let error = DatabaseError(of: handle, in: text)
            if error.isConnectionLost { disconnect() }
            throw error
        }
        // A text protocol statement that gave rows would leave them in the way of the next.
        mysql_free_result(mysql_store_result(handle))
    }

    private func note(since began: ContinuousClock.Instant) {
        lastUse = .now
        timeSpent += lastUse - began
        statementsRun += 1
    }

    private func connected() throws -> UnsafeMutablePointer<MYSQL> {
        if let handle {
            if isInTransaction || ContinuousClock.now - lastUse < Self.idleLimit || mysql_ping(handle) == 0 { return handle }
            disconnect()
        }
        precondition(!isInTransaction, "a transaction went on without its connection")
        let handle = try options.connect()
        self.handle = handle
        lastUse = .now
        return handle
    }

    private func disconnect() {
        statements.removeAll()
        if let handle { mysql_close(handle) }
        handle = nil
    }
}

@available(*, unavailable)
extension Connection: Sendable {}
