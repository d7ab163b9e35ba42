extension FormCheck {
    /// Oggetto and contenuto say no other sum, no other last day and no other notice than the payment does. Each text may name several
    /// of them: it is enough that one is right, or that all sums together are the one to be paid.
    mutating func paymentInTexts(of form: NotificationForm) {
        let amount = form.saysNoAmount ? nil : try? Amount.parse(form[.amount]), dueDate = try? CalendarDate.parse(form[.dueDate])
        let number = try? NoticeNumber.parse(form[.noticeNumber])
        for (field, words) in [(FormField.subject, "L’oggetto"), (.content, "Il contenuto")] {
            if let amount { compare(form[field], field, words, with: amount) }
            if let dueDate { compare(form[field], field, words, with: dueDate, ofPayment: amount != nil || number != nil) }
            if let number { compare(form[field], field, words, with: number) }
        }
    }

    private mutating func compare(_ text: String, _ field: FormField, _ words: String, with amount: Amount) {
        let asked = AmountSearch.found(in: text).filter { !$0.isAside }, sums = asked.map { $0.readings[0] }
        guard !asked.isEmpty, !asked.contains(where: { $0.readings.contains(amount) }),
              sums.reduce(0, { $0 + $1.cents }) != amount.cents else { return }
        let named = Self.some(sums.map { "\($0.italian) €" })
        warn(field, "somma.\(amount.cents).\(text.fingerprint)", "\(words) nomina \(named), ma la somma da pagare è \(amount.italian) €: "
            + "correggere il testo o la somma.")
    }

    /// - Parameter isOfPayment: whether it is the last day of a payment, not of a request.
    private mutating func compare(_ text: String, _ field: FormField, _ words: String, with dueDate: CalendarDate,
                                  ofPayment isOfPayment: Bool) {
        let found = DeadlineSearch.found(in: text).filter { !($0.isOfRequest && isOfPayment) }
        guard !found.isEmpty, !found.contains(where: { $0.isDay(dueDate) }) else { return }
        warn(field, "scadenza.\(dueDate.iso).\(text.fingerprint)", "\(words) nomina come scadenza il "
            + "\(Self.some(found.map(\.italian))), ma la scadenza indicata è il \(dueDate.italian): correggere il testo o la scadenza.")
    }

    private mutating func compare(_ text: String, _ field: FormField, _ words: String, with number: NoticeNumber) {
        let found = NoticeSearch.found(in: text)
        guard !found.isEmpty, !found.contains(number) else { return }
        warn(field, "avviso.\(number.value).\(text.fingerprint)", "\(words) nomina il numero avviso \(Self.some(found.map(\.value))), "
            + "ma quello indicato è \(number.value): correggere il testo o il numero.")
    }

    /// The first few of them, each once.
    private static func some(_ values: [String]) -> String {
        var seen: [String] = []
        for value in values where !seen.contains(value) && seen.count < 3 { seen.append(value) }
        return listed(seen)
    }

    /// Of several problems of a field the one that was found first is the first.
    var problemsInOrder: [FormProblem] {
        FormField.allCases.flatMap { field in problems.filter { $0.field == field } }
    }
}
