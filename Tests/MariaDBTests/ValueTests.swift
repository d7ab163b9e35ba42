import MariaDB
import Testing
import TestSupport

@Suite(.enabled(if: TestServer.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ValueTests {
    @Test func `a value of every kind, and NULL, comes back as it was bound`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (i BIGINT NULL, s TINYINT NULL, t VARCHAR(50) NULL, b VARBINARY(50) NULL, f BOOLEAN NULL)")
            try db.execute("INSERT INTO t VALUES (\(Int64.min), \(-7), \("è"), \([0, 255, 39] as [UInt8]), \(true))")
            try db.execute("INSERT INTO t VALUES (\(Int64?.none), \(Int?.none), \(String?.none), \([UInt8]?.none), \(Bool?.none))")
            try db.execute("INSERT INTO t VALUES (\(Int64.max), \(0), \(""), \([] as [UInt8]), \(false))")
            let rows = try db.rows("SELECT i, s, t, b, f FROM t ORDER BY i IS NULL, i") { row in
                (row.next(Int64?.self), row.next(Int?.self), row.next(String?.self), row.next([UInt8]?.self), row.next(Bool?.self))
            }
            try #require(rows.count == 3)
            #expect(rows[0] == (.min, -7, "è", [0, 255, 39], true))
            #expect(rows[1] == (.max, 0, "", [], false))
            #expect(rows[2] == (nil, nil, nil, nil, nil))
        }
    }

    @Test func `sixteen bytes are one number, the first byte the most significant, and NULL is none`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect(), numbers: [UInt128] = [0, 1, .max, 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10]
            try db.script("CREATE TABLE t (n INT, b BINARY(16) NULL)")
            for (place, number) in numbers.enumerated() { try db.execute("INSERT INTO t VALUES (\(place), \(Sixteen(number)))") }
            try db.execute("INSERT INTO t VALUES (9, NULL)")
            #expect(try db.rows("SELECT b FROM t ORDER BY n") { $0.binary(16) } == numbers + [nil])
            #expect(try db.first("SELECT HEX(b) FROM t WHERE n = 3") { $0.next(String.self) } == "0102030405060708090A0B0C0D0E0F10")
        }
    }

    @Test func `fewer bytes are a number too`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (b BINARY(6) NULL)")
            try db.execute("INSERT INTO t VALUES (\(Six(0x0102_0304_0506)))")
            #expect(try db.first("SELECT b FROM t") { $0.binary(6) } == 0x0102_0304_0506)
            #expect(try db.first("SELECT HEX(b) FROM t") { $0.next(String.self) } == "010203040506")
        }
    }

    private struct Six: SQLConvertible {
        let sqlValue: SQLValue
        init(_ number: UInt128) { sqlValue = .binary(number, width: 6) }
    }

    private struct Sixteen: SQLConvertible {
        let sqlValue: SQLValue
        init(_ number: UInt128) { sqlValue = .binary(number, width: 16) }
    }

    @Test func `a quote in a value stays a value`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (name VARCHAR(200))")
            let names = ["D'Amico", "x'); DROP TABLE t; -- ", "\\' OR 1=1 #", "\"`?%_"]
            for name in names { try db.execute("INSERT INTO t VALUES (\(name))") }
            for name in names {
                #expect(try db.rows("SELECT name FROM t WHERE name = \(name)") { $0.next(String.self) } == [name])
            }
        }
    }

    @Test func `text keeps NUL and emoji`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            let text = "Niccolò\0€ 👩‍👩‍👧 \u{10FFFF}\r\n"
            #expect(try db.first("SELECT CAST(\(text) AS CHAR)") { $0.next(String.self) } == text)
            try db.script("CREATE TABLE t (a VARCHAR(100) NOT NULL)")
            try db.execute("INSERT INTO t VALUES (\(text))")
            #expect(try db.first("SELECT a FROM t") { $0.next(String.self) } == text)
        }
    }

    @Test(arguments: [255, 256, 257, 60_000])
    func `a long text comes back whole, and so does the short one after it`(length: Int) throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (n INT, a TEXT NOT NULL, b MEDIUMBLOB NOT NULL, c VARCHAR(10))")
            let text = String(repeating: "x", count: length - 2) + "è"
            let bytes = [UInt8](repeating: 0xfe, count: length)
            try db.execute("INSERT INTO t VALUES (1, \(text), \(bytes), 'fine')")
            try db.execute("INSERT INTO t VALUES (2, 'corto', x'00', 'fine')")
            let rows = try db.rows("SELECT a, b, c FROM t ORDER BY n") {
                ($0.next(String.self), $0.next([UInt8].self), $0.next(String.self))
            }
            #expect(rows[0] == (text, bytes, "fine"))
            #expect(rows[1] == ("corto", [0], "fine"))
        }
    }

    @Test func `a DATETIME(6) is read to the microsecond, in UTC`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            func microseconds(_ text: String) throws -> Int64? {
                try db.first("SELECT CAST(\(text) AS DATETIME(6))") { $0.time() } ?? nil
            }
            #expect(try microseconds("1970-01-01 00:00:00.000000") == 0)
            #expect(try microseconds("2028-02-29 23:59:59.123456") == 1_835_481_599_123_456)
            #expect(try microseconds("1969-12-31 23:59:59.999999") == -1)
            #expect(try microseconds("9999-12-31 00:00:00.000001") == 253_402_214_400_000_001)
            let now = try #require(try db.first("SELECT NOW(6), UTC_TIMESTAMP(6)") { ($0.time(), $0.time()) })
            #expect(now.0 == now.1)
        }
    }

    @Test func `a DATE is a day, also when it is NULL`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (d DATE NULL)")
            try db.execute("INSERT INTO t VALUES (\("2027-07-15")), (NULL)")
            let days = try db.rows("SELECT d FROM t ORDER BY d DESC") { $0.date() }
            #expect(days[0]! == (2027, 7, 15))
            #expect(days[1] == nil)
        }
    }

    @Test func `a date that does not exist is refused, not mended`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (d DATE NULL)")
            #expect(throws: DatabaseError.self) { try db.execute("INSERT INTO t VALUES (\("2027-02-30"))") }
        }
    }
}
