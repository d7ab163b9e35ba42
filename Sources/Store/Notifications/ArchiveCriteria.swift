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
        func list(_ index: SQL, _ column: SQL, _ value: SQL) {
            criteria.append(ArchiveCriterion(
                condition: "n.\(column) = \(value)", way: .list(.index(index, of: tenant, column, value))))
        }
        if let id = filter.id { list("PRIMARY", "id", "\(id)") }
        if let notice = filter.noticeNumber { list("notification_notice", "notice_number", "\(notice.inASCII)") }
        if let code = filter.fiscalCode?.inASCII {
            if code.utf8.count == 16 {
                list("notification_fiscal_code", "fiscal_code", "\(code)")
            } else {
                let condition: SQL = "n.fiscal_code LIKE \(code.asLiteralPattern + "%")"
                criteria.append(ArchiveCriterion(condition: condition, way: .codes(beginning: code)))
            }
        }
        func worklist(_ list: ArchiveList, _ person: SQL) {
            criteria.append(ArchiveCriterion(condition: """
                EXISTS (SELECT 1 FROM to_follow w WHERE w.tenant_id = n.tenant_id AND w.id = n.id AND \(person))
                """, way: .list(list)))
        }
        if let follower = filter.follower {
            worklist(.toFollow(of: tenant, by: follower), "w.person_id = \(follower)")
        } else if filter.following != nil {
            worklist(.toFollow(of: tenant), "TRUE")
        }
        if let person = filter.person { list("notification_person", "created_by", "\(person)") }
        if let state = filter.state { list("notification_state", "state", "\(state)") }
        if case .only(let services) = scope.intersection(Scope(filter.service)) {
            switch services.count {
            case 0: return nil
            case 1: list("notification_service", "service_id", "\(services.first!)")
            default: criteria.append(ArchiveCriterion(condition: scope.allows("n.service_id"), way: .services(services.sorted())))
            }
        }
        // The last to be looked at in a row: none takes longer.
        if let subject = filter.subject {
            let words = Set(subject.searchWords).sorted { ($1.unicodeScalars.count, $0) < ($0.unicodeScalars.count, $1) }
            if words.isEmpty { return nil }
            criteria += words.enumerated().map { Self.criterion(word: $1, hasWay: $0 < Self.mostWordsSought) }
        }
        return criteria
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
