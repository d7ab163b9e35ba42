import Domain
import FastCGI
import Store

/// Between which hours messages are to leave.
extension SettingsPage {
    func saveHours(_ exchange: Exchange) throws -> Response {
        var form = FormView(hoursOf: exchange.tenant)
        form.read(exchange.request.form)
        let from = form["orario_dalle"].hour(upTo: 23), until = form["orario_alle"].hour(upTo: 24)
        if from == nil { form["orario_dalle"].error = "Scrivere un’ora intera, da 0 a 23." }
        if until == nil { form["orario_alle"].error = "Scrivere un’ora intera, da 1 a 24." }
        guard let from, let until else { return try render(form, exchange) }
        let onHolidays = !form["orario_festivi"].value.isEmpty
        guard let hours = SendingHours(from: from, until: until, onHolidays: onHolidays) else {
            form["orario_alle"].error = "L’orario finisce dopo l’ora in cui comincia: scrivere un’ora da \(from + 1) a 24."
            return try render(form, exchange)
        }
        try exchange.store.setHours(hours, by: exchange.person.id)
        return saved(.hours, exchange)
    }
}

extension FieldView {
    /// `8`, `08` or `8:00`.
    fileprivate func hour(upTo last: Int) -> Int? {
        if value == "24" || value == "24:00" { return last == 24 ? 24 : nil }
        return ClockTime.parse(value).flatMap { $0.minute == 0 && $0.hour <= last ? $0.hour : nil }
    }
}

extension FormView {
    init(hoursOf tenant: Tenant) {
        let hours = tenant.hours
        self.init(
            id: "orario", heading: "Orario degli invii",
            introduction: """
                Fuori da quest’orario Aggiungi chiede se inviare ora o all’inizio del prossimo; un invio si programma solo al suo interno. \
                Da 0 a 24 e con la casella spuntata non chiede nulla. La festa del patrono non è compresa.
                """,
            address: Setting.hours.address, button: "Salva orario",
            inputs: [
                FieldView(name: "orario_dalle", label: "Dalle ore", kind: .line(keyboard: "numeric"), isRequired: true,
                          marksRequired: false, value: String(hours.from)),
                FieldView(name: "orario_alle", label: "Alle ore", kind: .line(keyboard: "numeric"), isRequired: true,
                          marksRequired: false, value: String(hours.until)),
                FieldView(name: "orario_festivi", label: "Anche la domenica e nei giorni festivi", kind: .tick,
                          value: hours.onHolidays ? "1" : ""),
            ])
    }
}
