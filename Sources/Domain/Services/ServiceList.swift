import Text

/// Services of a tenant as a spreadsheet lists them, one in a row, to be added all at once.
package struct ServiceList: Sendable {
    package struct Line: Sendable {
        package var number: Int
        package var form: ServiceForm
        package var description: ServiceDescription?
        package var keys: [KeySlot: TypedKey] = [:]
        /// Of the line as a whole.
        package var fault: String?

        /// What is wrong with it, in sentences that hold no key.
        package var sentences: [String] {
            let ofFields = ServiceForm.Field.allCases.compactMap { field in form.faults[field].map { "\(field.rawValue): \($0)" } }
            return (ofFields + [fault].compactMap { $0 }).map { "Riga \(number), \($0)" }
        }
    }

    package private(set) var lines: [Line] = []
    /// What is wrong with the list as a whole.
    package private(set) var fault: String?

    private static let required: [ServiceForm.Field] = [.name, .ioServiceID, .primaryKey]

    /// All that is wrong with it, in the order of its lines. A list is added whole or not at all.
    package var faults: [String] { fault.map { [$0] } ?? lines.flatMap(\.sentences) }

    /// - Parameter existing: the services that the tenant has.
    package init(_ bytes: [UInt8], existing: [ServiceDescription]) {
        if Self.isWorkbook(bytes) {
            fault = "È un foglio di calcolo e non un elenco in testo: aprirlo, salvarlo come CSV e scegliere quel file."
            return
        }
        let table = DelimitedText(bytes)
        if let line = table.openQuote {
            fault = "Riga \(line): le virgolette non si chiudono."
            return
        }
        guard let columns = readHead(table.rows.first?.cells ?? []) else { return }
        lines = table.rows.dropFirst().map { Self.read($0, columns) }
        if lines.isEmpty { fault = "Sotto le intestazioni non c’è nessun servizio." }
        refuseTwins(of: existing)
    }

    /// The archives that .xlsx and .ods are, and the older .xls.
    private static func isWorkbook(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: "PK\u{3}\u{4}".utf8) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
    }

    /// - Returns: `nil` for a column without a heading, which spreadsheets save when something once stood in it.
    private mutating func readHead(_ cells: [String]) -> [ServiceForm.Field?]? {
        let headings = cells.map { $0.trimmed().lowercased() }, names = headings.filter { !$0.isEmpty }
        let columns = names.compactMap(ServiceForm.Field.init(rawValue:))
        let missing = Self.required.filter { !columns.contains($0) }.map(\.rawValue)
        if !missing.isEmpty {
            fault = "Nella prima riga mancano le intestazioni: \(missing.joined(separator: ", "))."
        } else if Set(columns).count < names.count {
            fault = "Nella prima riga c’è un’intestazione ripetuta o che non è fra \(Self.columns.joined(separator: ", "))."
        }
        return fault == nil ? headings.map(ServiceForm.Field.init(rawValue:)) : nil
    }

    package static let columns = ServiceForm.Field.allCases.map(\.rawValue)

    private static func read(_ row: DelimitedText.Row, _ columns: [ServiceForm.Field?]) -> Line {
        var line = Line(number: row.line, form: ServiceForm())
        var beyond = row.cells.dropFirst(columns.count)
        for (column, cell) in zip(columns, row.cells) {
            if let column { line.form[column] = cell.trimmed() } else { beyond.append(cell) }
        }
        if line.form[.environment].isEmpty { line.form[.environment] = Environment.trial.label }
        line.description = line.form.description()
        line.keys = line.form.keys() ?? [:]
        if beyond.contains(where: { !$0.trimmed().isEmpty }) { line.fault = "ha più celle delle intestazioni." }
        return line
    }

    private mutating func refuseTwins(of existing: [ServiceDescription]) {
        var names = Dictionary(existing.map { ($0.name, "nell’ente") }) { first, _ in first }
        var services = Dictionary(existing.map { (Self.identity($0), "nell’ente, «\($0.name)»") }) { first, _ in first }
        for index in lines.indices {
            guard let description = lines[index].description else { continue }
            let place = "alla riga \(lines[index].number)"
            if let taken = names.updateValue(place, forKey: description.name) {
                lines[index].form.faults[.name] = "C’è già un servizio con questo nome \(taken)."
            }
            if let taken = services.updateValue(place, forKey: Self.identity(description)) {
                lines[index].form.faults[.ioServiceID] = "C’è già un servizio con questo ID \(taken)."
            }
        }
    }

    private static func identity(_ service: ServiceDescription) -> [String] { [service.ioServiceID, service.environment.rawValue] }
}
