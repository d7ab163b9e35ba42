import MariaDB
import Synchronization
import Testing
import TestSupport

@preconcurrency import Glibc

@Suite(.enabled(if: TestServer.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct TransactionTests {
    struct Stop: Error {}

    @Test func `a transaction whose body throws leaves nothing behind`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (n INT)")
            #expect(throws: Stop.self) {
                try db.transaction {
                    try db.execute("INSERT INTO t VALUES (1)")
                    throw Stop()
                }
            }
            #expect(try Self.count(db) == 0)
            #expect(try db.transaction { try db.execute("INSERT INTO t VALUES (2)") } == 1)
            #expect(try Self.count(database.connect()) == 1)
        }
    }

    @Test func `of two transactions in a deadlock both count in the end`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL)")
            try db.execute("INSERT INTO t VALUES (1, 0), (2, 0)")
            let bodies = Atomic<Int>(0), holding = Atomic<Int>(0), failures = Atomic<Int>(0)
            @Sendable func cross(_ first: Int, _ second: Int) {
                let db = database.connect()
                var isFirstTime = true
                do {
                    try db.transaction {
                        bodies.add(1, ordering: .sequentiallyConsistent)
                        try db.execute("UPDATE t SET n = n + 1 WHERE id = \(first)")
                        if isFirstTime {
                            isFirstTime = false
                            holding.add(1, ordering: .sequentiallyConsistent)
                            while holding.load(ordering: .sequentiallyConsistent) < 2 { usleep(1_000) }
                        }
                        try db.execute("UPDATE t SET n = n + 1 WHERE id = \(second)")
                    }
                } catch { failures.add(1, ordering: .sequentiallyConsistent) }
            }
            inThreads({ cross(1, 2) }, { cross(2, 1) })
            #expect(failures.load(ordering: .sequentiallyConsistent) == 0)
            #expect(bodies.load(ordering: .sequentiallyConsistent) == 3)
            #expect(try db.rows("SELECT n FROM t") { $0.next(Int.self) } == [2, 2])
        }
    }

    @Test func `a transaction that stands still is ended by the server, and its locks with it`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect(idleTransactionTimeout: 1), other = database.connect()
            try db.script("CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL)")
            try db.execute("INSERT INTO t VALUES (1, 0)")
            let error = #expect(throws: DatabaseError.self) {
                try db.transaction {
                    try db.execute("UPDATE t SET n = 1")
                    try other.execute("UPDATE t SET n = n + 10") // waits for the lock, 5 s at most
                    try db.execute("UPDATE t SET n = 2")
                }
            }
            #expect(error?.isConnectionLost == true)
            #expect(try db.rows("SELECT n FROM t") { $0.next(Int.self) } == [10])
        }
    }

    @Test func `a statement by itself starts over after a deadlock, a transaction as a whole`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try Self.refuse(in: db, twice: 1213)
            #expect(try db.execute("INSERT INTO t VALUES (1)") == 1)
            try db.script("SET @refused = 0")
            var bodies = 0
            try db.transaction {
                bodies += 1
                try db.execute("INSERT INTO t VALUES (2)")
            }
            #expect(bodies == 3)
            #expect(try db.rows("SELECT n FROM t ORDER BY n") { $0.next(Int.self) } == [1, 2])
        }
    }

    @Test func `what others hold is no fault of the statement`() throws {
        try EmptyDatabase.run { database in
            let (db, other) = (database.connect(), database.connect())
            try db.script("CREATE TABLE t (n INT PRIMARY KEY)")
            try db.script("SET innodb_lock_wait_timeout = 0")
            try other.transaction {
                try other.execute("INSERT INTO t VALUES (1)")
                let error = #expect(throws: DatabaseError.self) { try db.execute("INSERT INTO t VALUES (1)") }
                #expect(error?.isPassing == true && error?.isConflict == true && error?.isConnectionLost == false)
            }
        }
    }

    @Test(arguments: [1047, 1180]) func `a node that its cluster has put out is left`(code: Int) throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try Self.refuse(in: db, twice: code)
            let error = #expect(throws: DatabaseError.self) { try db.execute("INSERT INTO t VALUES (1)") }
            #expect(error?.code == code && error?.isConnectionLost == true && error?.isConflict == false && error?.isPassing == true)
            #expect(try db.first("SELECT CAST(COALESCE(@refused, 0) AS SIGNED)") { $0.next(Int.self) } == 0, "another connection")
        }
    }

    @Test func `a lost connection throws, and the next use makes a new one`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.execute("DO 0")
            try database.kill(db)
            let error = #expect(throws: DatabaseError.self) { try db.execute("DO 0") }
            #expect(error?.isConnectionLost == true)
            #expect(try db.first("SELECT CAST(\(1) AS SIGNED)") { $0.next(Int.self) } == 1)
            try database.kill(db)
            #expect(throws: DatabaseError.self) { try db.transaction { try db.execute("DO 0") } }
            #expect(try db.transaction { try db.first("SELECT CAST(\(1) AS SIGNED)") { $0.next(Int.self) } } == 1)
        }
    }

    @Test func `a new connection speaks as the first did`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try database.kill(db)
            #expect(throws: DatabaseError.self) { try db.execute("DO 0") }
            let session = try db.first("""
                SELECT @@time_zone, @@tx_isolation, @@character_set_client, @@sql_mode LIKE '%STRICT%', @@wsrep_sync_wait
                """) { ($0.next(String.self), $0.next(String.self), $0.next(String.self), $0.next(Bool.self), $0.next(Int.self)) }
            #expect(session! == ("+00:00", "READ-COMMITTED", "utf8mb4", true, 7))
        }
    }

    @Test func `a transaction whose connection is lost throws and applies nothing`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (n INT)")
            try db.execute("INSERT INTO t VALUES (0)")
            let error = #expect(throws: DatabaseError.self) {
                try db.transaction {
                    try db.execute("INSERT INTO t VALUES (1)")
                    try database.kill(db)
                    try db.execute("UPDATE t SET n = 9")
                }
            }
            #expect(error?.isConnectionLost == true && error?.duringCommit == false)
            #expect(try db.rows("SELECT n FROM t") { $0.next(Int.self) } == [0])
        }
    }

    @Test func `a COMMIT without an answer says that nobody knows`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (n INT)")
            let error = #expect(throws: DatabaseError.self) {
                try db.transaction {
                    try db.execute("INSERT INTO t VALUES (1)")
                    try database.kill(db)
                }
            }
            #expect(error?.isConnectionLost == true && error?.duringCommit == true)
            #expect(try Self.count(db) == 0)
        }
    }

    /// Makes a table into which a connection's first two inserts fail so.
    private static func refuse(in db: Connection, twice code: Int) throws {
        try db.script("CREATE TABLE t (n INT)")
        try db.script(SQL(trusted: """
            CREATE TRIGGER refuse BEFORE INSERT ON t FOR EACH ROW
            IF COALESCE(@refused, 0) < 2 THEN
                SET @refused = COALESCE(@refused, 0) + 1;
                SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = \(code);
            END IF
            """))
    }

    private static func count(_ db: Connection) throws -> Int? {
        try db.first("SELECT COUNT(*) FROM t") { $0.next(Int.self) }
    }
}
