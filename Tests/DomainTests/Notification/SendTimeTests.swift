import Domain
import Testing

/// When a notification is to leave, as its form asks for it.
struct SendTimeTests {
    private func moment(_ day: String, _ time: String) throws -> Moment { try SendingHoursTests.moment(day, time) }

    private func read(
        _ day: String, _ time: String, within hours: SendingHours = .usual, isRequired: Bool = false, at now: (String, String)
    ) throws -> SendTime {
        try SendTime(NotificationForm([.sendDate: day, .sendTime: time]), within: hours, isRequired: isRequired, now: moment(now.0, now.1))
    }

    @Test func `a day and a time within the hours are the moment at which it leaves, as clocks in Italy show it`() throws {
        for (day, time) in [("2026-12-01", "08:00"), ("1/12/2026", "20.00"), ("2027-01-28", "9")] {
            let found = try read(day, time, at: ("2026-11-30", "10:00"))
            #expect(found.problems.isEmpty && found.proposal == nil)
            #expect(try found.moment == moment(day, time))
        }
    }

    @Test func `with neither it leaves at once, and within the hours nobody is asked`() throws {
        let now = try read("", " ", at: ("2026-11-30", "10:00"))
        #expect(now.moment == nil && now.problems.isEmpty && now.proposal == nil)
        let needed = try read("", "", isRequired: true, at: ("2026-11-30", "10:00"))
        #expect(needed.moment == nil && needed.problems.map(\.severity) == [.error])
    }

    @Test(arguments: [
        (("2026-11-29", "03:00"), "Sono le 03:00 di domenica", "2026-11-30"),
        (("2026-11-30", "20:01"), "Sono le 20:01 di lunedì", "2026-12-01"),
        (("2026-12-08", "11:00"), "Sono le 11:00 di martedì", "2026-12-09"),
    ])
    func `outside of the hours it is asked: now, or when they begin`(_ now: (String, String), _ said: String, _ day: String) throws {
        let found = try read("", "", at: now)
        #expect(try found.moment == nil && found.proposal == moment(day, "08:00"))
        let question = try #require(found.problems.first)
        #expect(question.severity == .warning && question.sentence.contains(said) && question.sentence.contains("alle 08:00"))
        // Another night is another question.
        #expect(try read("", "", at: ("2026-12-15", "03:00")).problems.first?.key != question.key)
        #expect(try read("", "", within: .always, at: now).problems.isEmpty)
    }

    @Test(arguments: [
        ("", "08:00", FormField.sendDate, "ma non il giorno"), ("2026-12-01", "", .sendTime, "ma non l’ora"),
        ("domani", "08:00", .sendDate, "non è una data"), ("2026-02-30", "08:00", .sendDate, "non esiste"),
        ("2026-12-01", "8 e un quarto", .sendTime, "08:30"), ("2026-12-01", "25:00", .sendTime, "08:30"),
        ("2026-12-01", "\u{FF18}:00", .sendTime, "08:30"), ("2026-12-01", String(repeating: "8", count: 10_000), .sendTime, "08:30"),
        ("2026-11-29", "10:00", .sendDate, "già passato"), ("2026-11-30", "10:00", .sendTime, "già passato"),
        ("2026-11-30", "09:59", .sendTime, "già passato"), ("2027-03-01", "10:00", .sendDate, "fino al 28/02/2027"),
        ("9999-12-31", "23:59", .sendDate, "90 giorni"), ("1000-01-01", "00:00", .sendDate, "già passato"),
        ("2026-12-01", "20:01", .sendTime, "mercoledì 02/12/2026 alle 08:00"),
        ("2026-12-08", "10:00", .sendTime, "mercoledì 09/12/2026 alle 08:00"),
        ("2026-12-06", "10:00", .sendTime, "lunedì 07/12/2026"),  // a Sunday
    ])
    func `what is no time, is over, too far or outside of the hours is refused beside its field`(
        _ day: String, _ time: String, _ field: FormField, _ said: String
    ) throws {
        let found = try read(day, time, at: ("2026-11-30", "10:00"))
        #expect(found.moment == nil && found.proposal == nil)
        #expect(found.problems.map(\.field) == [field] && found.problems.map(\.severity) == [.error])
        #expect(found.problems.first?.sentence.contains(said) == true, "\(found.problems)")
    }

    @Test func `a time that clocks skip or show twice is refused, and the ones beside it are not`() throws {
        let spring = { try read("2027-03-28", $0, within: .always, at: ("2027-03-01", "10:00")) }
        #expect(try spring("02:30").problems.map(\.sentence).first?.contains("torna l’ora legale") == true)
        #expect(try spring("01:59").moment != nil && spring("03:00").moment != nil)
        let autumn = { try read("2026-10-25", $0, within: .always, at: ("2026-10-01", "10:00")) }
        #expect(try autumn("02:30").problems.map(\.sentence).first?.contains("ci sono due volte") == true)
        #expect(try autumn("01:59").moment != nil && autumn("03:00").moment != nil)
    }

    @Test func `a time is written back as a browser wants it`() throws {
        var form = NotificationForm()
        form.setSendTime(try moment("2027-07-05", "09:05"))
        #expect(form[.sendDate] == "2027-07-05" && form[.sendTime] == "09:05")
        form.setSendTime(nil)
        #expect(form == NotificationForm())
    }
}
