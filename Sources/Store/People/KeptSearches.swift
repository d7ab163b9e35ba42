import MariaDB

/// The searches that a session has made last, each under a key that says nothing of it: addresses name a search by its key, since what
/// was searched for may be a citizen.
package struct KeptSearches: Sendable, Equatable {
    /// A line `key query` for each, the newest first. The oldest may be cut off: then its line does not end.
    private let stored: String

    package init(stored: String = "") { self.stored = stored }

    /// The search under a key, as a query; `nil`: this session has made none, or many since.
    package subscript(key: String) -> String? { lines.first { $0.key == key }.map { String($0.query) } }

    /// The key of a search that was made before.
    package func key(of query: String) -> String? { lines.first { $0.query == query }.map { String($0.key) } }

    private var lines: [(key: Substring, query: Substring)] {
        stored.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
    }

    /// Characters of one search as a query: at least these fit, however many there were before.
    package static let mostCharacters = 4_000
}

extension TenantStore {
    /// Keeps a search of a session, and forgets the oldest for it where there are many.
    ///
    /// - Parameters:
    ///   - query: of at most `KeptSearches.mostCharacters`, all of them in ASCII.
    ///   - key: without spaces.
    /// - Throws: `LedHere`.
    package func keep(_ query: String, under key: String, of digest: [UInt8]) throws {
        if isLed { throw LedHere() }
        // In one statement: two searches at once both stay.
        try db.execute("""
            UPDATE session SET searches = LEFT(CONCAT(\("\(key) \(query)\n"), COALESCE(searches, '')), 8000)
            WHERE tenant_id = \(tenant) AND digest = \(digest)
            """)
    }
}
