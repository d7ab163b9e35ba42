import Domain
import MariaDB
import Text

/// One thing that a filter asks for.
struct ArchiveCriterion {
    /// Of a notification `n`.
    let condition: SQL
    /// `nil`: no index has them together.
    var way: ArchiveWay?
    /// Whether the way leads to others too.
    var isWider = false
    /// Entries that the condition reads of each.
    var cost = 1
}

extension TenantStore {
    /// Letters of a word that the database keeps, at most, and of one that it keeps at all.
    private static var lettersKept: ClosedRange<Int> { 3...24 }
    /// Of so many words the way is looked at: the longest.
    private static var mostWordsSought: Int { 3 }

    /// What a filter and the scope ask for, but for the days: those first of which there should be fewest.
    ///
    /// - Returns: `nil` when nothing can meet them.
    func criteria(_ filter: ArchiveFilter) -> [ArchiveCriterion]? {
        var criteria: [ArchiveCriterion] = []
        func any(_ index: SQL, _ column: SQL, _ values: [some SQLConvertible]) {
            let condition: SQL = values.count == 1 ? "n.\(column) = \(values[0])" : "n.\(column) IN (\(list: values))"
            let lists = values.map { ArchiveList.index(index, of: tenant, column, "\($0)") }
            criteria.append(ArchiveCriterion(condition: condition, way: .lists(lists)))
        }
        if let id = filter.id { any("PRIMARY", "id", [id]) }
        if let io = filter.ioID { any("notification_io", "io_id", [io.inASCII]) }
        if let notice = filter.noticeNumber { any("notification_notice", "notice_number", [notice.inASCII]) }
        if let code = filter.fiscalCode?.inASCII {
            if code.utf8.count == 16 {
                any("notification_fiscal_code", "fiscal_code", [code])
            } else {
                let condition: SQL = "n.fiscal_code LIKE \(code.asLiteralPattern + "%")"
                criteria.append(ArchiveCriterion(condition: condition, way: .codes(beginning: code)))
            }
        }
        func worklist(_ list: ArchiveList, _ person: SQL) {
            criteria.append(ArchiveCriterion(condition: """
                EXISTS (SELECT 1 FROM to_follow w WHERE w.tenant_id = n.tenant_id AND w.id = n.id AND \(person))
                """, way: .lists([list])))
        }
        if let follower = filter.follower {
            worklist(.toFollow(of: tenant, by: follower), "w.person_id = \(follower)")
        } else if filter.following != nil {
            worklist(.toFollow(of: tenant), "TRUE")
        }
        if let person = filter.person { any("notification_person", "created_by", [person]) }
        if let template = filter.template {
            criteria.append(ArchiveCriterion(
                condition: "n.template_id = \(template)", way: .lists([.template(template, of: tenant)])))
        }
        if let correction = filter.correction { criteria.append(criterion(correction)) }
        if !filter.states.isEmpty { any("notification_state", "state", filter.states.sorted { $0.rawValue < $1.rawValue }) }
        if case .only(let services) = scope.intersection(Scope(any: filter.services)) {
            if services.isEmpty { return nil }
            any("notification_service", "service_id", services.sorted())
        }
        // No index has the end of an id: so few ask for it that none pays for its entries.
        if let end = filter.idEnd { criteria.append(ArchiveCriterion(condition: "RIGHT(n.id, 6) = UNHEX(\(end.inASCII))")) }
        // The last to be looked at in a row: none takes longer.
        if let subject = filter.subject {
            let words = Set(subject.searchWords).sorted { ($1.unicodeScalars.count, $0) < ($0.unicodeScalars.count, $1) }
            if words.isEmpty { return nil }
            criteria += words.enumerated().map { Self.criterion(word: $1, hasWay: $0 < Self.mostWordsSought) }
        }
        return criteria
    }

    /// What follows another may also be the same sent again.
    private func criterion(_ correction: Correction) -> ArchiveCriterion {
        switch correction {
        case .corrects: ArchiveCriterion(condition: "n.corrects IS NOT NULL", way: .lists([.followUps(of: tenant)]), isWider: true, cost: 2)
        case .corrected:
            ArchiveCriterion(
                condition: """
                    (SELECT TRUE FROM notification_follow_up f FORCE INDEX (PRIMARY)
                     STRAIGHT_JOIN notification g FORCE INDEX (PRIMARY) ON g.tenant_id = f.tenant_id AND g.id = f.id
                     WHERE f.tenant_id = n.tenant_id AND f.former_id = n.id AND g.corrects = n.id LIMIT 1)
                    """,
                way: .lists([.followed(of: tenant)]), isWider: true, cost: 4)
        }
    }

    private static func criterion(word: String, hasWay: Bool) -> ArchiveCriterion {
        // Most rows that have not these letters are passed over without their words being made.
        let condition: SQL = """
            (n.subject COLLATE utf8mb4_unicode_520_ci LIKE \("%" + word + "%") OR n.subject REGEXP '[^ -ÅÇ-Þà-åç-őŔ-ɏ‐-⁊€]')
            AND n.subject_words LIKE \("% " + word + "%")
            """
        let letters = word.unicodeScalars
        guard hasWay, letters.count >= lettersKept.lowerBound else { return ArchiveCriterion(condition: condition) }
        let kept = String(String.UnicodeScalarView(letters.prefix(lettersKept.upperBound)))
        return ArchiveCriterion(condition: condition, way: .word(kept), isWider: letters.count > lettersKept.upperBound)
    }
}
