import Domain
import FastCGI
import Store
import Testing

@testable import Web

struct SearchTests {
    private let id = NotificationID.make().description

    @Test func `every criterion of the archive that is chosen from a list has that list`() {
        let view = ArchiveView(search: ArchiveSearch(Form()), Directory())
        for criterion in ArchiveFilter.criteria where [.choice, .choices].contains(criterion.kind) {
            #expect(view.choices[criterion.key].map { criterion.kind == .choices || $0.first?.value == "" } == true, "\(criterion.key)")
        }
    }

    @Test func `what cannot be understood is said beside its own field`() {
        let wrong = [("cf", "<"), ("servizio", "x"), ("stato", "boh"), ("dal", "31/02/2027"), ("al", "mai"),
                     ("oggetto", String(repeating: "o", count: 121)), ("uuid", "x"), ("consegna", "-"), ("fine", "x"), ("operatore", "x"),
                     ("modello", "x"), ("errata", "x")]
        let search = ArchiveSearch(Form(wrong))
        #expect(search.faults.map(\.field) == wrong.map(\.0))
        #expect(search.filter == ArchiveFilter())
        let fields = search.fields(choices: [:])
        let asked = wrong.filter { !["servizio", "stato"].contains($0.0) }
        #expect(fields.filter { !$0.error.isEmpty }.map(\.name) == asked.map(\.0))
        #expect(zip(fields.filter { $0.name != "avviso" }.map(\.value), asked.map(\.1)).allSatisfy(==))
        #expect(Search<AuditFilter>(Form([("azione", "boh"), ("persona", "x"), ("al", "x")])).faults.map(\.field) == ["al"])
    }

    @Test func `the last day comes no earlier than the first`() {
        let search = Search<AuditFilter>(Form([("dal", "02/07/2027"), ("al", "2027-07-01")]))
        #expect(search.faults.map(\.field) == ["al"] && search.faults[0].sentence.contains("viene prima"))
        #expect(ArchiveSearch(Form([("dal", "2027-07-01"), ("al", "2027-07-01")])).faults.isEmpty)
    }

    @Test func `an address carries the filters as they were typed, and a place`() {
        let search = ArchiveSearch(Form([("oggetto", " Avviso & altro "), ("cf", "rss mra"), ("boh", "1"), ("stato", "")]))
        #expect(search.filter.fiscalCode == "RSSMRA" && search.filter.subject == "Avviso & altro")
        let address = "/notifiche?cf=rss%20mra&oggetto=Avviso%20%26%20altro"
        var kept = search
        kept.key = "ab12"
        #expect(kept.address("/notifiche", ("dopo", id)) == "/notifiche?ricerca=ab12&dopo=\(id)")
        #expect(ArchiveSearch(Form([("stato", "failed"), ("stato", "refused")])).query == "stato=failed&stato=refused")
        #expect(search.address("/notifiche") == address)
        #expect(search.address("/notifiche", ("dopo", id)) == "\(address)&dopo=\(id)")
        #expect(ArchiveSearch(Form()).address("/notifiche") == "/notifiche")
        #expect(ArchiveSearch(Form()).address("/notifiche", ("prima", id)) == "/notifiche?prima=\(id)")
    }
}
