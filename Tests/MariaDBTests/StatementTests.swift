import MariaDB
import Testing
import TestSupport

@Suite(.enabled(if: TestServer.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct StatementTests {
    @Test func `an UPDATE counts the rows that it found, changed or not`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (n INT)")
            try db.execute("INSERT INTO t VALUES (1), (1), (2)")
            #expect(try db.execute("UPDATE t SET n = 1 WHERE n = \(1)") == 2)
            #expect(try db.execute("UPDATE t SET n = 1 WHERE n = \(9)") == 0)
            #expect(try db.execute("DELETE FROM t WHERE n = \(2)") == 1)
        }
    }

    @Test func `more different statements than are kept still run, old and new`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            for _ in 1...2 {
                for number in 1...300 {
                    let found = try db.first(SQL(trusted: "SELECT \(number) AS c\(number)")) { $0.next(Int.self) }
                    #expect(found == number)
                }
            }
            let counts = try db.rows("SHOW SESSION STATUS WHERE Variable_name IN ('Com_stmt_prepare', 'Com_stmt_close')") {
                ($0.next(String.self), Int($0.next(String.self))!)
            }
            let count = Dictionary(uniqueKeysWithValues: counts)
            #expect(count["Com_stmt_prepare"]! - count["Com_stmt_close"]! <= 256)
        }
    }

    @Test func `fragments are joined with their values in order`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            let conditions: [SQL] = ["a = \(1)", "b = \("due")"]
            let found = try db.first("""
                SELECT COUNT(*) FROM (SELECT 1 AS a, 'due' AS b) t WHERE \(SQL.joined(conditions, separator: " AND ")) AND a < \(3)
                """) { $0.next(Int.self) }
            #expect(found == 1)
        }
    }

    @Test func `a closure that throws leaves the connection usable`() throws {
        struct Stop: Error {}
        try EmptyDatabase.run { database in
            let db = database.connect()
            for _ in 1...3 {
                #expect(throws: Stop.self) {
                    _ = try db.rows("SELECT seq, REPEAT('x', 1000) FROM seq_1_to_5000") { _ in throw Stop() }
                }
                let answer = try db.first("SELECT CAST(\(42) AS SIGNED)") { $0.next(Int.self) }
                #expect(answer == 42)
            }
        }
    }

    @Test func `columns may be fewer read than selected`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            let numbers = try db.rows("SELECT seq, 'altro', NULL FROM seq_1_to_3") { $0.next(Int.self) }
            #expect(numbers == [1, 2, 3])
        }
    }

    @Test func `an error among the rows has its number, and the connection goes on`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("""
                CREATE FUNCTION refuse(n INT, code INT) RETURNS INT NO SQL
                IF n = 2 AND @refused IS NULL THEN
                    SET @refused = 1;
                    SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = code;
                ELSE
                    RETURN n;
                END IF
                """)
            var seen: [Int] = []
            let error = #expect(throws: DatabaseError.self) {
                _ = try db.rows("SELECT refuse(seq, \(1644)) FROM seq_1_to_3") { seen.append($0.next(Int.self)) }
            }
            #expect(seen == [1] && error?.code == 1644)
            try db.script("SET @refused = NULL")
            #expect(try db.rows("SELECT refuse(seq, \(1213)) FROM seq_1_to_3") { $0.next(Int.self) } == [1, 2, 3])
        }
    }
}
