import Domain

extension ArchiveFilter {
    /// The filter as an export keeps it: a line `name=value` for each part that is set.
    package var text: String {
        let parts: [(String, String?)] = [
            ("fiscal_code", fiscalCode), ("service", service?.description), ("state", state?.rawValue), ("from", from?.iso),
            ("through", through?.iso), ("subject", subject.map { $0.filter { !$0.isNewline } }), ("id", id?.description),
            ("notice_number", noticeNumber), ("person", person?.description),
        ]
        return parts.compactMap { name, value in value.map { "\(name)=\($0)" } }.joined(separator: "\n")
    }

    /// Reads what `text` wrote; other lines are passed over.
    package init(text: String) {
        self.init()
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let value = String(line[line.index(after: equals)...])
            switch line[..<equals] {
            case "fiscal_code": fiscalCode = value
            case "service": service = Identifier(value)
            case "state": state = NotificationState(rawValue: value)
            case "from": from = try? CalendarDate.parse(value)
            case "through": through = try? CalendarDate.parse(value)
            case "subject": subject = value
            case "id": id = Identifier(value)
            case "notice_number": noticeNumber = value
            case "person": person = Identifier(value)
            default: break
            }
        }
    }
}
