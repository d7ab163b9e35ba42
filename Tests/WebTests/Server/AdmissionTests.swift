import Domain
import FastCGI
import Store
import Testing
import TestSupport
@testable import Web

/// Who gets what of the addresses that the program says it has: an act that is added is tried here without a line.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AdmissionTests {
    @Test func `who may not is led to the log in or told so, and nothing changes`() throws {
        try TestSite.run { site in
            let before = try site.digest()
            for tenant in site.everySite {
                for address in try site.addresses(of: tenant) {
                    for who in Who.allCases where !address.admits(who) {
                        let page = site.ask(address, as: who, of: tenant)
                        let isInside = who.role(at: tenant.kind) != nil
                        let step = who == .unready ? "/profilo/secondo-fattore" : "/entra"
                        #expect(page.status == (address.method == "GET" && !isInside ? 303 : 403), "\(address) as \(who)")
                        #expect(page.status == 403 || page.location?.hasPrefix(step) == true, "\(address) as \(who)")
                    }
                }
            }
            #expect(try site.digest() == before)
        }
    }

    @Test(arguments: Who.allCases) func `who may gets an answer of the page`(who: Who) throws {
        try TestSite.run { site in
            for tenant in site.everySite {
                for address in try site.addresses(of: tenant) where address.admits(who) {
                    let page = try site.undoing { site.ask(address, as: who, of: tenant) }
                    #expect([200, 303, 404, 422].contains(page.status), "\(address) as \(who): \(page.status) \(site.log.lines)")
                    let isPage = address.method == "GET" && who.role(at: tenant.kind) != nil
                        && !["/", "/invito", "/logo", "/entra", "/seguire/contatto"].contains(address.pattern)
                    #expect(!isPage || page.status == 200, "\(address) as \(who): \(page.status)")
                }
            }
        }
    }

    @Test func `what nobody has is not found, and what another tenant has neither`() throws {
        try TestSite.run { site in
            for (tenant, foreign) in [(site.one, site.other), (site.other, site.one), (site.administration, site.one)] {
                for address in try site.addresses(of: tenant) where address.hasIdentifier {
                    for who in Who.allCases where who.role(at: tenant.kind) != nil && address.admits(who) {
                        var answers: [Page] = []
                        let theirs = try site.addresses(of: foreign).first { $0.pattern == address.pattern }?.path(for: who)
                        let person = address.path(naming: foreign.rows[.administrator]!["person"])
                        for path in [address.path(naming: AnyID(NotificationID.make())), theirs ?? person] {
                            answers.append(try site.undoing { site.ask(address, as: who, of: tenant, at: path) })
                        }
                        #expect(answers.map(\.status) == [404, 404], "\(address) as \(who)")
                        #expect(answers[0].html == answers[1].html, "\(address) as \(who)")
                    }
                }
            }
        }
    }

    @Test func `a draft and a file are for nobody but whose they are`() throws {
        try TestSite.run { site in
            let everybody: [Who] = [.viewer, .operator, .administrator]
            for address in try site.addresses(of: site.one) where address.isOfOnePerson {
                for owner in everybody {
                    for who in everybody where who != owner && address.admits(who) {
                        let page = try site.undoing { site.ask(address, as: who, of: site.one, at: address.path(for: owner)) }
                        #expect(page.status == 404, "\(address) of \(owner) as \(who)")
                    }
                }
            }
            let draft = site.one.rows[.operator]!["draft"]!
            #expect(site.get("/notifiche/nuova?da=\(draft)", as: .operator).field("oggetto") == "Bozza")
            #expect(site.get("/notifiche/nuova?da=\(draft)", as: .administrator).field("oggetto") != "Bozza")
        }
    }

    @Test(arguments: ["PUT", "DELETE", "PATCH", "OPTIONS", "POST"])
    func `a method that is not the address's is refused`(method: String) throws {
        let site = try TestSite.shared()
        for tenant in site.everySite {
            let addresses = try site.addresses(of: tenant)
            for address in addresses where !addresses.contains(where: { $0.method == method && $0.pattern == address.pattern }) {
                let page = site.visitor(.administrator, of: tenant).ask(method, address.path(for: .administrator))
                #expect(page.status == 405 && page.title == "Operazione non prevista", "\(method) \(address.pattern)")
            }
        }
    }

    @Test func `the address of an act, opened in the browser's bar, leads to a page`() throws {
        let site = try TestSite.shared()
        for tenant in site.everySite {
            let addresses = try site.addresses(of: tenant)
            for act in addresses where !addresses.contains(where: { $0.method == "GET" && $0.pattern == act.pattern }) {
                let page = site.get(act.path(for: .administrator), as: .administrator, of: tenant)
                #expect(page.status == 303, "\(act)")
                #expect(addresses.contains { $0.method == "GET" && $0.path(for: .administrator) == page.location }, "\(act)")
            }
        }
    }

    @Test func `HEAD is answered as GET`() throws {
        let site = try TestSite.shared()
        for tenant in site.everySite {
            let who: Who = tenant.kind == .installation ? .installation : .administrator
            for address in try site.addresses(of: tenant) where address.method == "GET" {
                let (get, head) = (site.get(address.path(for: who), as: who, of: tenant),
                                   site.visitor(who, of: tenant).ask("HEAD", address.path(for: who)))
                #expect(head.status == get.status, "\(address)")
                #expect(head.response.headers.map(\.name) == get.response.headers.map(\.name), "\(address)")
            }
        }
    }
}
