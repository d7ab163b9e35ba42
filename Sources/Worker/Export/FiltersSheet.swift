import Domain
import Store
import Xlsx

/// The filters of an export in the words of the page that it was asked for on.
struct FilterDescription {
    private let lines: [(String, String)]

    /// - Parameters:
    ///   - names: of what the filter names by an id.
    ///   - services: those that were allowed to who asked; empty: all.
    init<Filter: ListFilter>(_ filter: Filter, names: [String: String], services: [String] = []) {
        // What only the program can read has no words.
        let set = Filter.criteria.filter { $0.key != "impronta" }.compactMap { criterion in
            let words = criterion.words(filter).map { names[$0] ?? $0 }
            return words.isEmpty ? nil : ("Filtro: \(criterion.label)", words.joined(separator: ", "))
        }
        let allowed = services.isEmpty ? [] : [("Servizi ammessi", services.joined(separator: ", "))]
        lines = allowed + (set.isEmpty ? [("Filtri", "nessuno")] : set)
    }

    /// The second sheet of a workbook: which filters, who, when, what is printed, and what the words of the first mean.
    ///
    /// - Parameters:
    ///   - rows: what the first sheet has, and how many.
    ///   - printed: the last column that is printed; `nil`: all are.
    ///   - meanings: under a heading.
    func add(
        to book: Workbook, of export: ClaimedExport, rows: (name: String, count: Int), printed: String? = nil,
        meanings: (heading: String, lines: [(String, String)])
    ) throws {
        try book.addSheet("Filtri", columns: [Column("Voce", width: 32), Column("Valore", width: 60)])
        let facts = [
            ("Ente", "\(export.tenantName) (\(export.tenantCode))"), ("Esportata da", export.person.name),
            ("Esportata il", Moment.now().italian), (rows.name, String(rows.count)),
        ]
        let paper = printed.map { title in
            [("Stampa", "Su un foglio A4 orizzontale stanno le colonne fino a «\(title)». Per stamparle tutte: Layout di pagina, Area di "
                + "stampa, Cancella area di stampa.")]
        }
        for (name, value) in facts + lines + (paper ?? []) { try book.append([.text(name), .text(value)]) }
        try book.append([.empty, .empty])
        try book.append([.text(meanings.heading), .empty])
        for (word, meaning) in meanings.lines { try book.append([.text(word), .text(meaning)]) }
    }
}
