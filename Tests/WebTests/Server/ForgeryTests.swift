import Domain
import FastCGI
import Secrets
import Store
import Testing
import Text
import TestSupport
@testable import Web

/// A form counts only when it comes from a page of the same session.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ForgeryTests {
    @Test func `a form without the token of its session changes nothing`() throws {
        try TestSite.run { site in
            let before = try site.digest()
            for tenant in site.everySite {
                let who: Who = tenant.kind == .installation ? .installation : .administrator
                let signer = site.site(of: tenant).signer
                let tokens = ["missing": nil, "empty": "", "wrong": String(repeating: "00", count: 32),
                              "not hexadecimal": String(repeating: "è", count: 64),
                              "half of it": String(site.token(of: who, at: tenant).prefix(32)),
                              "of another session": site.token(of: .halfway, at: tenant),
                              "of another tenant": site.token(of: .administrator, at: tenant.id == site.one.id ? site.other : site.one),
                              "of the log in": signer.sign([Array("login".utf8), tenant.sessions[who]!.bytes]).hexadecimal]
                for address in try site.addresses(of: tenant) where address.method == "POST" && !address.isForAnyone {
                    for (name, token) in tokens {
                        let fields = token.map { [("_token", $0)] } ?? [], own = ["Origin": "https://\(tenant.host)"]
                        let page = site.visitor(who, of: tenant).ask("POST", address.path(for: who), fields, headers: own)
                        #expect([403, 422].contains(page.status), "\(address), \(name): \(page.status)")
                        #expect(page.text.contains("aperta da troppo tempo"), "\(address), \(name)")
                    }
                }
            }
            #expect(try site.digest() == before)
        }
    }

    @Test(arguments: [
        ["Origin": "https://evil.example"], ["Origin": "null"], ["Origin": "https://b002.example.it"], ["Origin": "http://a001.example.it"],
        ["Origin": "https://a001.example.it:8443"], ["Origin": "https://a001.example.it.evil.example"], ["Sec-Fetch-Site": "cross-site"],
        ["Sec-Fetch-Site": "same-site"], ["Origin": "null", "Sec-Fetch-Site": "same-origin"],
        ["Origin": "https://a001.example.it", "Sec-Fetch-Site": "cross-site"],
    ])
    func `a form from another site changes nothing even with the token`(headers: [String: String]) throws {
        try TestSite.run { site in
            let before = try site.digest(), token = site.token(of: .administrator, at: site.one)
            for address in try site.addresses(of: site.one) where address.method == "POST" {
                let path = address.path(for: .administrator)
                let page = site.visitor(.administrator).ask("POST", path, [("_token", token)], headers: headers)
                #expect(page.status == 403 && page.title == "Richiesta da un altro sito", "\(address)")
            }
            #expect(try site.digest() == before)
        }
    }

    @Test func `the log in needs the token of a page that the same browser got`() throws {
        let site = try TestSite.shared()
        let (visitor, another) = (site.visitor(.nobody), site.visitor(.nobody))
        let page = visitor.get("/entra"), tokenOfAnother = another.get("/entra").field("_token") ?? ""
        let refused = "La pagina era aperta da troppo tempo: inserire di nuovo la password."
        for token in ["", tokenOfAnother, String(repeating: "00", count: 32)] {
            let answer = visitor.press(page, "Entra", ["_token": token, "utente": "anna", "password": "x"])
            #expect(answer.status == 422 && answer.text.contains(refused))
        }
        let answer = visitor.press(page, "Entra", ["utente": "anna", "password": "x"])
        #expect(answer.text.contains("Nome utente o password non corretti."))
    }
}
