import Text

/// When a notification is to leave, as its form asks for it.
package struct SendTime: Sendable {
    /// `nil`: at once, or what was typed is no time.
    package private(set) var moment: Moment?
    package private(set) var problems: [FormProblem] = []
    /// Where it would leave outside of the tenant's hours: when they begin next.
    package private(set) var proposal: Moment?

    private let hours: SendingHours
    private let now: Moment

    /// How many days ahead it may be.
    package static let mostDays: Int64 = 90

    /// - Parameters:
    ///   - isRequired: whether to leave at once is no answer.
    ///   - now: by the clock that people see.
    package init(_ form: NotificationForm, within hours: SendingHours, isRequired: Bool = false, now: Moment) {
        (self.hours, self.now) = (hours, now)
        let (day, time) = (form[.sendDate].trimmed(), form[.sendTime].trimmed())
        guard !day.isEmpty || !time.isEmpty else {
            if isRequired { error(.sendDate, "Indicare il giorno e l’ora dell’invio.") } else { askAboutNow() }
            return
        }
        if let moment = read(day, time) { check(moment) }
    }

    private mutating func read(_ day: String, _ time: String) -> Moment? {
        let (date, clock) = (readDate(day), readTime(time))
        guard let date, let clock, isNear(date) else { return nil }
        let moments = date.momentsInRome(at: clock)
        switch moments.count {
        case 1: return moments[0]
        case 0: error(.sendTime, "Il \(date.italian) le \(clock.text) non ci sono, perché torna l’ora legale: indicare un’altra ora.")
        default:
            error(.sendTime, "Il \(date.italian) le \(clock.text) ci sono due volte, perché torna l’ora solare: indicare un’altra ora.")
        }
        return nil
    }

    private mutating func readDate(_ typed: String) -> CalendarDate? {
        do { return try CalendarDate.parse(typed) } catch {
            let sentence = switch error {
            case .empty: "È indicata l’ora dell’invio ma non il giorno: indicarli entrambi, oppure nessuno dei due per inviare subito."
            case .malformed: "Il giorno dell’invio non è una data: scriverla come 15/07/2027."
            case .impossible: "Il giorno dell’invio non esiste: controllare la data."
            case .impossibleYear(let year): "L’anno \(year) del giorno dell’invio non può essere: scriverlo con quattro cifre, come 2027."
            }
            self.error(.sendDate, sentence)
            return nil
        }
    }

    private mutating func readTime(_ typed: String) -> ClockTime? {
        if let time = ClockTime.parse(typed) { return time }
        error(.sendTime, typed.isEmpty
            ? "È indicato il giorno dell’invio ma non l’ora: indicarli entrambi, oppure nessuno dei due per inviare subito."
            : "L’ora dell’invio non è un’ora del giorno: scriverla come 08:30.")
        return nil
    }

    private mutating func isNear(_ day: CalendarDate) -> Bool {
        let today = CalendarDate.today(at: now), last = CalendarDate.today(at: Moment(seconds: now.seconds + Self.mostDays * 86_400))
        if day < today {
            error(.sendDate, "Il \(day.italian) è già passato: indicare un giorno da oggi in poi, oppure nessuno per inviare subito.")
        } else if day > last {
            error(.sendDate, "L’invio si programma al massimo \(Self.mostDays) giorni prima: fino al \(last.italian).")
        }
        return (today...last).contains(day)
    }

    private mutating func check(_ moment: Moment) {
        if moment <= now {
            error(.sendTime, "Il \(moment.italianMinute) è già passato: indicare un momento futuro, oppure nessuno per inviare subito.")
        } else if !hours.allows(moment) {
            let next = RomeTime(hours.beginning(after: moment)).italianWithWeekday
            error(.sendTime, "Il momento scelto, \(RomeTime(moment).italianWithWeekday), è fuori dall’orario degli invii dell’ente, "
                + "\(hours.words). Il primo dopo è \(next).")
        } else {
            self.moment = moment
        }
    }

    private mutating func askAboutNow() {
        guard !hours.allows(now) else { return }
        let next = hours.beginning(after: now), time = RomeTime(now)
        proposal = next
        problems.append(FormProblem(
            field: .sendDate, severity: .warning, key: "\(FormField.sendDate.rawValue).fuori_orario.\(next.seconds)",
            sentence: "Sono le \(time.clockTime.text) di \(time.date.italianWeekday) e l’orario degli invii dell’ente è \(hours.words): il "
                + "telefono del cittadino suonerebbe ora. Può partire ora, oppure \(RomeTime(next).italianWithWeekday)."))
    }

    private mutating func error(_ field: FormField, _ sentence: String) {
        problems.append(FormProblem(field: field, severity: .error, key: "\(field.rawValue).forma", sentence: sentence))
    }
}

extension Moment {
    /// `30/11/2026 alle 08:00`, after "il": of what is planned to the minute.
    package var italianMinute: String { "\(RomeTime(self).italianDate) alle \(RomeTime(self).clockTime.text)" }
}

extension NotificationForm {
    /// Fills in when it is to leave.
    package mutating func setSendTime(_ moment: Moment?) {
        self[.sendDate] = moment.map { RomeTime($0).date.iso } ?? ""
        self[.sendTime] = moment.map { RomeTime($0).clockTime.text } ?? ""
    }
}
