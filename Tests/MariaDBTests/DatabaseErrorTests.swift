import MariaDB
import Testing
import TestSupport

@Suite(.enabled(if: TestServer.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct DatabaseErrorTests {
    @Test(arguments: ["RSSMRA80A01H501U", "x' for key 'altro", "CONSTRAINT `altro`"])
    func `an error names the key and not the value`(value: String) throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (code VARCHAR(30) NOT NULL, UNIQUE KEY t_code (code))")
            try db.execute("INSERT INTO t VALUES (\(value))")
            let error = #expect(throws: DatabaseError.self) { try db.execute("INSERT INTO t VALUES (\(value))") }
            #expect(error?.isDuplicate(of: "t_code") == true)
            #expect(error?.description.contains(value) == false)
            #expect(error?.description.contains("INSERT INTO t VALUES (?)") == true)
        }
    }

    @Test func `a value that is refused for its length or form is in no message`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE t (short VARCHAR(3), plain VARCHAR(30) CHARACTER SET ascii, number INT)")
            let statements: [SQL] = [
                "INSERT INTO t (short) VALUES (\("segreto"))", "INSERT INTO t (plain) VALUES (\("segretò"))",
                "INSERT INTO t (number) VALUES (\("segreto"))",
            ]
            for statement in statements {
                let error = #expect(throws: DatabaseError.self) { try db.execute(statement) }
                #expect(error?.description.contains("segret") == false)
            }
        }
    }

    @Test func `an error names the foreign key or the check that refused`() throws {
        try EmptyDatabase.run { database in
            let db = database.connect()
            try db.script("CREATE TABLE parent (id INT PRIMARY KEY)")
            try db.script("""
                CREATE TABLE child (parent INT, size INT, CONSTRAINT child_parent FOREIGN KEY (parent) REFERENCES parent (id),
                                    CONSTRAINT child_size CHECK (size > 0))
                """)
            let reference = #expect(throws: DatabaseError.self) { try db.execute("INSERT INTO child VALUES (1, 1)") }
            #expect(reference?.isMissingReference == true && reference?.key == "child_parent")
            let check = #expect(throws: DatabaseError.self) { try db.execute("INSERT INTO child VALUES (NULL, 0)") }
            #expect(check?.key == "child_size")
        }
    }

    @Test func `what is missing is told apart from what is refused`() throws {
        try EmptyDatabase.run { database in
            let table = #expect(throws: DatabaseError.self) { try database.connect().execute("SELECT 1 FROM nowhere") }
            #expect(table?.isMissingTable == true)
            let nowhere = Connection(ConnectionOptions(socket: TestServer.socket, user: "nobody_here", database: database.name))
            let denied = #expect(throws: DatabaseError.self) { try nowhere.execute("DO 0") }
            #expect(denied?.isAccessDenied == true && denied?.isConnectionLost == false)
            let away = Connection(ConnectionOptions(socket: "/nonexistent/socket", user: "x"))
            let lost = #expect(throws: DatabaseError.self) { try away.execute("DO 0") }
            #expect(lost?.isConnectionLost == true)
        }
    }
}
