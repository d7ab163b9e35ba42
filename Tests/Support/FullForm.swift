package import Domain

extension NotificationForm {
    /// With something of its own in every field.
    package static func full(of service: ServiceID) -> NotificationForm {
        NotificationForm(Dictionary(uniqueKeysWithValues: FormField.allCases.map { ($0, example(of: $0, service)) }))
    }

    /// What a browser sends of it.
    private static func example(of field: FormField, _ service: ServiceID) -> String {
        switch field {
        case .service: service.description
        case .fiscalCode: "RSSMRA80A01H501U"
        case .subject: "Canone del posto al mercato"
        case .content: "Si comunica che il canone annuale per il posto al mercato settimanale va pagato entro la fine del mese. "
            + "Per informazioni ci si rivolge all’ufficio commercio del Comune."
        case .button1Text: "Apri il regolamento"
        case .button1Address: "https://www.comune.example.it/mercato"
        case .button2Text: "Chiama"
        case .button2Address: "tel:0612345678"
        case .dueDate: CalendarDate(year: CalendarDate.today(at: .now()).year + 1, month: 12, day: 31)!.iso
        case .amount: "1.234,56"
        case .noticeNumber: "301011100007347557"
        case .payAfterDue: "1"
        case .sendDate: CalendarDate.today(at: Moment(seconds: Moment.now().seconds + 30 * 86_400)).iso
        case .sendTime: "09:30"
        }
    }
}

extension NotificationContent {
    /// What the full form asks to send.
    package static func full(of service: ServiceID) -> NotificationContent {
        let rules = FormRules(services: [service: ServiceRules(maximumAmount: .maximum, isUsable: true)],
                              minimumContent: TextLimits.content.lowerBound, today: .today(at: .now()))
        let checked = NotificationForm.full(of: service).check(against: rules)
        guard let content = checked.content, checked.problems.isEmpty else { preconditionFailure("\(checked.problems)") }
        return content
    }
}
