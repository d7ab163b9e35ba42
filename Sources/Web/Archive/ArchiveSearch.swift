import Domain
import Store

/// The archive's filters.
typealias ArchiveSearch = Search<ArchiveFilter>

extension ArchiveSearch {
    var looksForUncertain: Bool { filter.state == .uncertain }
    var looksForDoubtsOnly: Bool { looksForUncertain && narrowness == 1 }

    /// The filters and the page, as a query of at most 2,000 characters: without a filter that alone is longer.
    func query(at position: ArchivePosition) -> String {
        let page = switch position {
        case .newest: ""
        case .olderThan(let id): "dopo=\(id)"
        case .newerThan(let id): "prima=\(id)"
        }
        let whole = query + (query.isEmpty || page.isEmpty ? "" : "&") + page
        return whole.utf8.count <= 2_000 ? whole : ""
    }

    /// Why nobody has the whole codice fiscale that was typed; empty when somebody may, or when only its beginning was.
    var impossibleCode: String {
        guard let code = filter.fiscalCode, code.count == 16 || code.allSatisfy(\.isNumber) && code.count == 11 else { return "" }
        do {
            _ = try FiscalCode.parse(code)
            return ""
        } catch {
            return error.sentence
        }
    }
}
