import Domain
import TestSupport
import Testing

@preconcurrency import Glibc

@testable import puntuale

/// Statics by a link, and the keys that say how calls leave this machine.
struct WayOutTests {
    let sample = ConfigurationSample()

    private func worker(_ lines: [String]) throws -> WorkerConfiguration {
        try sample.configuration(Dictionary(uniqueKeysWithValues: lines.map { (String($0.prefix { $0 != " " }), $0) })).worker()
    }

    private func faults(_ lines: [String]) -> [String] {
        do {
            _ = try worker(lines)
            return []
        } catch {
            return (error as? ConfigurationFaults)?.faults.map(\.text) ?? ["\(error)"]
        }
    }

    @Test func `a proxy is an address, with its login in a file`() throws {
        sample.write("login", "utente:segreto\n")
        defer { unlink("\(sample.directory)/login") }
        let login = "appio.proxy_login_file = \(sample.directory)/login"
        let way = try worker(["appio.proxy = http://proxy.example.it:3128/", login]).toAppIO.outbound()
        #expect(way.proxy?.address == "http://proxy.example.it:3128" && way.proxy?.login == "utente:segreto")
        #expect(!"\(way)".contains("segreto"))
        #expect(try worker([]).toAppIO.outbound().proxy == nil)
        #expect(try worker(["mail.proxy = http://10.0.0.1:8080"]).toMailServer.outbound().proxy?.address == "http://10.0.0.1:8080")
        for wrong in ["proxy.example.it:3128", "https://proxy:3128", "http://proxy", "http://u:p@proxy:1", "http://proxy:0",
                      "http://a/b:1"] {
            #expect(faults(["appio.proxy = \(wrong)"]).count == 1, "\(wrong)")
        }
        #expect(faults([login]) == ["appio.proxy_login_file: non serve senza appio.proxy"])
        sample.write("login", "senza due punti\n")
        #expect(faults(["appio.proxy = http://proxy:1", login]).count == 1)
        sample.write("login", "utente:segreto\n", mode: 0o644)
        #expect(faults(["appio.proxy = http://proxy:1", login]).count == 1)
    }

    @Test func `the certificate for App IO comes with the key that fits it`() throws {
        let authority = try CertificateAuthority()
        try authority.issue("us", for: ["us.example.it"])
        let certificate = "appio.client_certificate_file = \(authority.path("us.pem"))"
        func key(_ name: String) -> String {
            chmod(authority.path("\(name).key"), 0o600)
            return "appio.client_key_file = \(authority.path("\(name).key"))"
        }
        #expect(try worker([certificate, key("us")]).toAppIO.outbound().identity?.key == authority.path("us.key"))
        #expect(faults([certificate, key("root")]).count == 1)
        #expect(faults([certificate]) == ["manca appio.client_key_file"])
        #expect(faults([key("us")]) == ["manca appio.client_certificate_file"])
        #expect(faults(["appio.client_certificate_file = \(authority.path("us.key"))", key("us")]).count == 1)
    }

    @Test func `static files have the address to which a link leads`() throws {
        let link = "\(sample.directory)/corrente"
        symlink("0a1b2c3d", link)
        defer { unlink(link) }
        let named = "web.statics_link = \(link)"
        #expect(try sample.configuration(["web.statics": nil, "web.statics_link": named]).web().statics == "/statico/0a1b2c3d")
        func refused(_ changes: [String: String?]) -> Int {
            do { _ = try sample.configuration(changes).web() } catch { return error.faults.count }
            return 0
        }
        #expect(refused(["web.statics_link": named]) == 1)
        #expect(refused(["web.statics": nil, "web.statics_link": "web.statics_link = \(sample.directory)/templates"]) == 1)
        unlink(link)
        symlink("/usr/share/puntuale/statico/..", link)
        #expect(refused(["web.statics": nil, "web.statics_link": named]) == 1)
    }
}
