import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport
import Text

/// The oggetto by its words.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ArchiveWordTests {
    @Test func `each word that is typed begins one of the oggetto, in any order, wherever it stands`() throws {
        try TestDatabase.run { database in
            let one = database.one, subject = "Avviso di pagamento: TARI 2027, 2a rata (n. 12) – via Po"
            let id = try one.add(one.content(subject: subject))
            try one.add(one.content(subject: "Tutt\u{2019}altro"))
            try database.other.add(database.other.content(subject: subject))
            for typed in ["avviso", "pagamento", "TARI", "tar", "ta", "po", "P", "2027", "202", "2", "12", "rata avviso", "n. 12 tari",
                          "pag tari 2a", "di", "via po rata 2027 tari pagamento avviso di", "(tari)", "tari-rata", "avviso/tari",
                          "avviso, 👍"] {
                #expect(try Self.found(typed, one) == [id], "\(typed)")
            }
            for typed in ["viso", "agamento", "ari", "027", "tarip", "avviso altro", "tari tariffa", "avviso di pagamento tari 2028",
                          "tari zz z", "%", "a%i", "ta_i", "t*i", "👍", "\\", "-", ""] {
                #expect(try Self.found(typed, one) == [], "\(typed)")
            }
        }
    }

    @Test func `case, accents, marks and kinds of apostrophe make no other word`() throws {
        try TestDatabase.run { database in
            let one = database.one, signs = ["'", "\u{2018}", "\u{2019}", "\u{2BC}", "\u{B4}", "`", "\u{2032}"]
            let subjects = signs.flatMap { sign in ["à", "a\u{300}", "A\u{300}", "a"].map { "Dell\(sign)unit\($0)di misura" } }
            let added = try subjects.map { try one.add(one.content(subject: $0)) }
            for typed in signs.flatMap({ ["dell\($0)unità", "UNITA\u{300} DELL\($0)", "dell\($0)unita", "unit mis dell\($0)"] }) {
                #expect(try Self.found(typed, one, limit: 100) == added.reversed(), "\(typed)")
            }
            // What is sent stays as it was typed.
            for (subject, id) in zip(subjects, added) {
                #expect(try Array(one.store.notification(id)!.subject.utf8) == Array(subject.utf8))
            }
        }
    }

    @Test func `letters of all alphabets are letters, and a sign for two stands for both`() throws {
        try TestDatabase.run { database in
            let one = database.one
            for (subject, typed) in [
                ("Straßensperre am Dorfplatz", ["strasse", "straße", "STRASSENSPERRE", "Straßens"]),
                ("Vœux du maire, cœur du bourg", ["voeux", "vœux", "COEUR"]), ("Curriculum vitæ", ["vitae", "VITÆ"]),
                ("Ενημέρωση για τον δήμο", ["ενημ", "ΔΗΜΟ"]), ("Обавештење општине", ["општ", "ОБАВЕШТЕЊЕ"]),
                ("通知 福祉", ["通", "福祉"]), ("Smë dé \u{1D400}bc", ["sme de"]),
                ("Caffe\u{300}tteria Nicco\u{301}lo\u{300}", ["caffetteria", "caffètteria niccolò"]),
                ("\(String(repeating: "parolalunga", count: 4)) qui", [String(repeating: "parolalunga", count: 4), "parolalunga"]),
            ] {
                let id = try one.add(one.content(subject: subject))
                for typed in typed { #expect(try Self.found(typed, one).contains(id), "\(typed) in \(subject)") }
            }
            #expect(try Self.found(String(repeating: "parolalunga", count: 3) + "altra", one) == [], "beyond what is kept of a word")
        }
    }

    @Test func `the database splits an oggetto as the program what was typed`() throws {
        try TestDatabase.run { database in
            var chance = Chance()
            for _ in 0..<300 {
                let text = String(String.UnicodeScalarView(chance.text(upTo: 40).unicodeScalars.prefix(110))), id = try database.one.add()
                try database.db.execute("UPDATE notification SET subject = \(text) WHERE id = \(id)")
                let isSame = try database.db.first("""
                    SELECT TRIM(subject_words) = \(text.searchWords.joined(separator: " ")) FROM notification WHERE id = \(id)
                    """) { $0.next(Bool.self) }
                #expect(isSame == true, "\(Array(text.unicodeScalars)), \(chance)")
            }
        }
    }

    @Test func `no word outlives its notification, and none comes without its words`() throws {
        try TestDatabase.run { database in
            for tenant in [database.one, database.other] { try tenant.furnish(database) }
            let one = database.one
            let old = try ["Vecchia comunicazione", "Vecchia comunicazione, vecchia comunicazione"].map {
                try one.add(one.content(subject: $0))
            }
            for id in old { try database.put(id, of: one, in: .cancelled, attempt: 0) }
            #expect(try Self.found("vecchia", one) == old.reversed())
            try Self.expectWords(database.db)
            _ = try one.store.remove(notifications: [old[0]])
            #expect(try Self.found("vecchia", one) == [old[1]])
            try Self.expectWords(database.db)
            let installation = database.installation
            let deletion = try installation.beginDeletion(of: #require(try installation.tenant(code: "c_a001")), by: "prova")
            while try installation.removeSome(deletion) > 0 { try Self.expectNoMore(database.db) }
            try Self.expectWords(database.db)
            #expect(try database.db.first("SELECT COUNT(*) FROM notification_word") { $0.next(Int.self) }! > 0, "of the other")
        }
    }

    private static func found(_ typed: String, _ tenant: TestTenant, limit: Int = 25) throws -> [NotificationID] {
        var filter = ArchiveFilter()
        filter.subject = typed
        return try tenant.store.records(filter, olderThan: nil, limit: limit).rows.map(\.id)
    }

    /// The table of words is what the oggetti say.
    private static func expectWords(_ db: Connection) throws {
        let kept = try db.rows("SELECT id, LOWER(word) FROM notification_word") {
            [$0.next(NotificationID.self).description, $0.next(String.self)]
        }
        let said = try db.rows("SELECT id, subject FROM notification") { ($0.next(NotificationID.self), $0.next(String.self)) }
            .flatMap { id, subject in
                Set(subject.lowercased().searchWords.filter { $0.count >= 3 }.map { String($0.prefix(24)) }).map { [id.description, $0] }
            }
        #expect(Set(kept) == Set(said) && kept.count == said.count)
    }

    private static func expectNoMore(_ db: Connection) throws {
        let orphans = try db.first("""
            SELECT COUNT(*) FROM notification_word w WHERE NOT EXISTS (
                SELECT 1 FROM notification n WHERE n.tenant_id = w.tenant_id AND n.id = w.id)
            """) { $0.next(Int.self) }
        #expect(orphans == 0)
    }
}
