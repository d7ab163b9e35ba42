import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct LogoTests {
    private static func picture(_ side: UInt8, _ rest: Int = 0) throws -> LogoImage {
        let head: [UInt8] = [
            0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, side, 0, 0, 0, 9,
        ]
        return try LogoImage(head + [UInt8](repeating: 0, count: rest))
    }

    @Test func `a logo belongs to one tenant, is known by its content, and goes as it came`() throws {
        try TestDatabase.run { database in
            let (store, by) = (database.one.store, database.one.administrator)
            let largest = try Self.picture(7, 65_536 - 24)
            try store.setLogo(Self.picture(5), by: by)
            let small = try #require(try database.installation.tenant(code: "c_a001")?.logo)
            try store.setLogo(largest, by: by)
            let known = try #require(try database.installation.tenant(host: "a001.example.it")?.logo)
            #expect(known.width == 7 && known.height == 9 && known.digest.count == 32 && known.digest != small.digest)
            let file = try store.logo()
            #expect(file?.bytes == largest.bytes && file?.mediaType == "image/png")
            let (others, otherFile) = (try database.installation.tenant(code: "c_b002")?.logo, try database.other.store.logo())
            #expect(others == nil && otherFile == nil)
            try store.setLogo(nil, by: nil)
            let (gone, noFile) = (try database.installation.tenant(code: "c_a001")?.logo, try store.logo())
            #expect(gone == nil && noFile == nil)
            #expect(try store.auditLines(limit: 3).map(\.detail) == [.logo(isSet: false), .logo(isSet: true), .logo(isSet: true)])
        }
    }
}

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct RememberedListTests {
    @Test func `a session knows the list that it looked at last, and no other session does`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let (mine, another) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
            for digest in [mine, another] { try store.openSession(digest, for: database.one.operator_) }
            func list(_ digest: [UInt8], _ store: TenantStore) throws -> String? {
                try store.session(digest, idle: 60, whole: 600)?.list
            }
            #expect(try list(mine, store) == nil)
            try store.rememberList("stato=queued", of: mine)
            try store.rememberList("oggetto=" + String(repeating: "x", count: 1_992), of: mine)
            #expect(try list(mine, store)?.count == 2_000)
            #expect(try list(another, store) == nil)
            #expect(try list(mine, database.other.store) == nil)
            try store.closeSession(mine, of: database.one.operator_)
            #expect(try list(mine, store) == nil)
        }
    }
}
