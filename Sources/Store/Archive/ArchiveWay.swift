import Domain
import MariaDB

/// A way to the notifications that meet one criterion of a filter: where an index has them together.
enum ArchiveWay {
    /// The notifications themselves, or those with one of some values.
    case lists([ArchiveList])
    /// Those whose codice fiscale begins so.
    case codes(beginning: String)
    /// Those with a word that begins so.
    case word(String)

    /// More lists are not looked at: each would get too few of the entries. As many states there are.
    static let mostLists = 13
    /// Words that begin alike and are read side by side; more are read only where all their entries are few.
    static let mostWords = 4
    /// Entries of the table itself that are looked at: a row is a tenth of its page, an entry of an index a two-hundredth.
    static let mostRows = 1_000

    /// Whether it always leads somewhere.
    var isSure: Bool {
        switch self {
        case .lists: true
        case .codes, .word: false
        }
    }
}

/// What a look at one way has found: a line for each list.
struct ArchiveGlimpse {
    /// Of a word: one that the oggetto of some notifications has.
    let word: String?
    /// The last of as many entries as may be read; `nil`: there are fewer.
    let boundary: NotificationID?
    /// Of what is not in the order of the ids: whether there are as many entries as may be read, or more.
    let isLong: Bool
}

extension ArchiveWay {
    /// One statement for several ways: how far each gets with so many entries. It reads no more of them.
    ///
    /// - Parameter share: entries of each.
    static func look(_ ways: [ArchiveWay], _ share: Int, _ range: ArchiveRange, of tenant: TenantID) -> SQL {
        let lines = ways.enumerated().flatMap { number, way in way.look(SQL(trusted: String(number)), share, range, tenant) }
        return SQL.joined(lines, separator: " UNION ALL ")
    }

    private func look(_ number: SQL, _ share: Int, _ range: ArchiveRange, _ tenant: TenantID) -> [SQL] {
        func line(_ word: SQL = "NULL", boundary: SQL = "NULL", isLong: SQL = "NULL") -> SQL {
            "SELECT \(number) AS way, \(word) AS word, \(boundary) AS boundary, COALESCE(\(isLong), FALSE) AS is_long"
        }
        switch self {
        case .lists(let lists):
            return lists.map { list in
                let share = share / lists.count
                return line(boundary: list.last(of: list.isOfRows ? min(share, Self.mostRows) : share, range))
            }
        case .codes(let beginning): return [line(isLong: ArchiveList.codes(beginning: beginning, of: tenant).has(share))]
        case .word(let beginning):
            let words = Self.words(beginning: beginning, tenant)
            let boundary = { (word: SQL, count: Int) in ArchiveList.word(word, of: tenant).last(of: count, range) }
            let part = share / Self.mostWords
            let first = line(words[0], boundary: """
                CASE WHEN \(words[1]) IS NULL THEN \(boundary(words[0], share)) ELSE \(boundary(words[0], part)) END
                """)
            let last = line(words[Self.mostWords], isLong: """
                CASE WHEN \(words[Self.mostWords]) IS NOT NULL THEN \(ArchiveList.words(beginning: beginning, of: tenant).has(share)) END
                """)
            return [first] + words[1..<Self.mostWords].map { line($0, boundary: boundary($0, part)) } + [last]
        }
    }

    /// The words of a tenant that begin so, as subqueries, one more than are read side by side; NULL where there are fewer. MariaDB
    /// takes the least value beyond another off an index before anything else; what a DISTINCT leaves it may count through.
    private static func words(beginning: String, _ tenant: TenantID) -> [SQL] {
        // No letter comes after the greatest code point.
        let most = beginning + "\u{10FFFF}"
        var words: [SQL] = []
        for _ in 0...mostWords {
            let beyond: SQL = words.last.map { "> \($0)" } ?? ">= \(beginning)"
            words.append("""
                (SELECT MIN(w.word) FROM notification_word w WHERE w.tenant_id = \(tenant) AND w.word \(beyond) AND w.word < \(most))
                """)
        }
        return words
    }
}

extension ArchiveWay {
    /// Where it leads with as many entries as were looked at.
    ///
    /// - Returns: the lists to read side by side, and where to end, `nil`: with the lists themselves; or `nil` where it leads nowhere.
    func route(_ glimpses: [ArchiveGlimpse], _ range: ArchiveRange, of tenant: TenantID)
        -> (lists: [ArchiveList], end: NotificationID?)? {
        let end = range.nearest(glimpses.compactMap(\.boundary))
        switch self {
        case .lists(let lists): return (lists, end)
        case .codes(let beginning): return glimpses.contains(where: \.isLong) ? nil : ([.codes(beginning: beginning, of: tenant)], nil)
        case .word(let beginning):
            let words = glimpses.compactMap(\.word)
            if words.count <= Self.mostWords { return (words.map { ArchiveList.word("\($0)", of: tenant) }, end) }
            return glimpses.contains(where: \.isLong) ? nil : ([.words(beginning: beginning, of: tenant)], nil)
        }
    }
}
