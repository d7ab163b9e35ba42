import Domain
import Store
import Testing
import TestSupport

/// A criterion that is asked for but narrows nothing, or that has no name on the page, is one that somebody forgot.
@Suite struct CriterionTests {
    private static func isWhole<Filter: ListFilter>(_ filter: Filter) -> Bool {
        Set(Filter.criteria.map(\.key)).count == Mirror(reflecting: filter).children.count
            && Filter.criteria.allSatisfy { !$0.label.isEmpty && $0.texts(filter).isEmpty }
    }

    @Test func `every part of a filter has a criterion with a name of its own`() {
        #expect(Self.isWhole(ArchiveFilter()) && Self.isWhole(AuditFilter()))
    }

    @Test func `a filter that begins with a combining accent comes back from an export as it was`() {
        var filter = ArchiveFilter()
        filter.subject = "\u{301}vviso"
        #expect(ArchiveFilter(text: filter.text) == filter)
    }

    @Test(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
    func `every criterion leaves out what it does not name`() throws {
        // Of each kind one that no row has; the days, since a row is older than one and newer than the other.
        let typed = [
            "VRDCRL70A41F205X", NotificationID.make().description, "rejected", "key_tested", "01/01/2001", "31/12/2098", "ffffffffffff",
            "corretta", "si", "access",
        ]
        try TestDatabase.run { database in
            let store = database.one.store
            try database.one.add()
            _ = try database.other.add()
            try store.audit(.settingsChanged, by: database.one.operator_)
            func leavesOut<Filter: ListFilter>(_ criterion: Criterion<Filter>, _ isEmpty: (Filter) throws -> Bool) rethrows -> Bool {
                try typed.contains { text in
                    var filter = Filter()
                    return try criterion.read(text, into: &filter) && isEmpty(filter)
                }
            }
            #expect(try store.archive(ArchiveFilter(), at: .newest).rows.count == 1 && !store.auditLines(limit: 1).isEmpty)
            for criterion in ArchiveFilter.criteria {
                #expect(try leavesOut(criterion) { try store.archive($0, at: .newest).rows.isEmpty }, "\(criterion.key)")
            }
            // Of a citizen's digests each says something only beside the codice fiscale.
            for criterion in AuditFilter.criteria where criterion.key != "impronta" {
                #expect(try leavesOut(criterion) { try store.auditLines($0, limit: 1).isEmpty }, "\(criterion.key)")
            }
        }
    }
}
