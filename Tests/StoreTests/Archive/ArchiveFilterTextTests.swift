import Domain
import Store
import Testing

@Suite struct ArchiveFilterTextTests {
    @Test func `a filter that an export keeps is read as it was`() throws {
        #expect(ArchiveFilter(text: ArchiveFilter().text) == ArchiveFilter())
        var filter = ArchiveFilter()
        (filter.fiscalCode, filter.noticeNumber) = ("RSSMRA80A01H501U", "301234567890123456")
        (filter.services, filter.id, filter.person, filter.template) = ([.make(), .make()], .make(), .make(), .make())
        (filter.ioID, filter.idEnd, filter.correction) = ("01JN6Q5CZ3VGTAA4X4QJEFR95C", "7a9581e12fee", .corrected)
        (filter.following, filter.follower) = (.open, .make())
        (filter.from, filter.through) = (CalendarDate(year: 2027, month: 2, day: 1), CalendarDate(year: 2027, month: 12, day: 31))
        for state in NotificationState.allCases {
            filter.states.insert(state)
            filter.subject = "a = b, \(state): «è» 😀"
            #expect(ArchiveFilter(text: filter.text) == filter)
        }
    }

    @Test func `a line break in what was typed makes no line of its own`() {
        var filter = ArchiveFilter()
        filter.subject = "uno\noperatore=due\r\nstato=queued"
        let read = ArchiveFilter(text: filter.text)
        #expect(read.person == nil && read.states.isEmpty && read.subject == "unooperatore=duestato=queued")
    }

    @Test func `lines that say nothing are passed over`() {
        #expect(ArchiveFilter(text: "\nsenza uguale\naltro=1\nstato=boh\nservizio=x\ndal=31/02/2027") == ArchiveFilter())
    }
}
