import Domain
import Testing

struct DigestTests {
    private static let day = CalendarDate(year: 2027, month: 3, day: 1)!

    @Test func `a summary says what is to follow, how yesterday went and which services to look at, in numbers and names of services`() {
        var digest = Digest(day: Self.day, yesterday: Self.day.previous)
        digest.toFollow = [("Avviso TARI", 1_200), ("Anagrafe", 1)]
        digest.toFollowIsWhole = false
        var added = Digest.Added(service: "Avviso TARI")
        for (state, count) in [(NotificationState.processed, 1_000), (.accepted, 3), (.unreachable, 2), (.cancelled, 9)] {
            added.add(count, in: state)
        }
        digest.added = [added, Digest.Added(service: "Anagrafe")]
        digest.scheduled = 4
        digest.stopped = [("Mensa", "chiave rifiutata")]
        digest.refusedKeys = ["Tributi"]
        let text = MailText.digest(digest, tenant: "Comune di Là", site: "https://notifiche.example.it")
        #expect(text.subject == "Comune di Là: riepilogo del 01/03/2027")
        #expect(text.body.hasPrefix("""
            Da seguire: almeno 1.201
            - Avviso TARI: 1.200
            - Anagrafe: 1
            https://notifiche.example.it/seguire

            Ieri, 28/02/2027: 1.005 notifiche aggiunte
            - Avviso TARI: consegnate 1.000, in corso 3, da seguire 2
            Programmate per i prossimi giorni: 4
            https://notifiche.example.it/oggi

            Servizi da guardare:
            - Mensa: fermo, chiave rifiutata
            - Tributi: App IO rifiuta una chiave
            https://notifiche.example.it/servizi

            --\u{20}
            """))
    }

    @Test func `a day with nothing to follow and nothing added the day before has nothing to say, though something is scheduled`() {
        var digest = Digest(day: Self.day, yesterday: Self.day.previous)
        digest.scheduled = 4
        #expect(digest.isEmpty)
        digest.nearCeilings = ["Mensa"]
        #expect(!digest.isEmpty)
    }

    @Test func `the day before is the last of its month, or of its year`() {
        let days = [(2027, 3, 1, "2027-02-28"), (2028, 3, 1, "2028-02-29"), (2027, 1, 1, "2026-12-31"), (2027, 5, 1, "2027-04-30"),
                    (2027, 5, 9, "2027-05-08")]
        for (year, month, day, before) in days { #expect(CalendarDate(year: year, month: month, day: day)!.previous.iso == before) }
    }

    @Test func `an address is one mailbox, and nothing that could end a line or a command is one`() {
        #expect(MailAddress("Ufficio@Comune.Example.IT")?.description == "Ufficio@comune.example.it")
        for wrong in ["", "ufficio", "a@b", "a b@c.it", "<a@b.it>", "a@b.it\r\nBcc: c@d.it", "a@b@c.it", "è@comune.it",
                      String(repeating: "a", count: 65) + "@b.it"] {
            #expect(MailAddress(wrong) == nil, "\(wrong)")
        }
    }
}
