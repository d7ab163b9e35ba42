import Certificates
import Domain
import FastCGI
import Logging
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// What Prometheus gets to read, and who gets it.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct MonitoringTests {
    private func ask(_ path: String, of monitoring: Monitoring, through nginx: Bool = true) -> Response? {
        var parameters = ["REQUEST_METHOD": "GET", "DOCUMENT_URI": path, "HTTP_HOST": "127.0.0.1:8580"]
        parameters["HTTP_PUNTUALE_MONITORING"] = "1"
        if nginx { parameters["PUNTUALE_MONITORING"] = "1" }
        return monitoring.answer(Request(parameters: parameters))
    }

    @Test func `only what nginx got at the address for monitoring is answered`() throws {
        try TestDatabase.run { database in
            let monitoring = Monitoring(database.options, RequestMeter())
            for path in ["/vivo", "/pronto", "/metriche"] { #expect(ask(path, of: monitoring, through: false) == nil) }
            #expect(ask("/entra", of: monitoring)?.status == 404 && ask("/vivo", of: monitoring)?.status == 200)
        }
    }

    @Test func `of each certificate it says when it expires, and of one that cannot be read as well`() throws {
        let authority = try CertificateAuthority()
        try authority.issue("notifiche.example.it", for: ["notifiche.example.it"], days: 10)
        try authority.issue("vecchio.example.it", for: ["vecchio.example.it"], days: -1)
        try #require(run(["/bin/cp", authority.path("root.key"), authority.path("guasto.example.it.crt")]) == 0)
        try TestDatabase.run { database in
            let monitoring = Monitoring(database.options, RequestMeter(), CertificateDirectory(authority.directory))
            let text = String(decoding: ask("/metriche", of: monitoring)?.body ?? [], as: UTF8.self)
            func seconds(_ name: String) -> Double? {
                let line = text.split(separator: "\n").first { $0.hasPrefix("puntuale_certificate_expiry_seconds{name=\"\(name)\"}") }
                return line?.split(separator: " ").last.flatMap { Double($0) }
            }
            #expect((863_000...864_000).contains(seconds("notifiche.example.it") ?? 0))
            #expect((-90_000 ... -86_000).contains(seconds("vecchio.example.it") ?? 0))
            #expect(seconds("guasto.example.it") == -1)
        }
    }

    @Test func `whether it is ready is a status and a line that says why not`() throws {
        try TestDatabase.run { database in
            let monitoring = Monitoring(database.options, RequestMeter())
            func ready() -> String {
                ask("/pronto", of: monitoring).map { "\($0.status) \(String(decoding: $0.body, as: UTF8.self))" } ?? ""
            }
            #expect(ready() == "503 nessun worker\n")
            try database.installation.beat(worker: .make(), host: "a.example")
            #expect(ready() == "200 pronto\n")
            try database.installation.setPaused(true)
            #expect(ready().hasPrefix("503 invii di tutti gli enti sospesi"))
            try database.db.execute("UPDATE host SET restored_at = NOW(6)")
            #expect(ready().hasPrefix("503 ripristino da verificare"))
        }
        let away = Monitoring(TestServer.options(database: "none_of_this_name"), RequestMeter())
        #expect(ask("/pronto", of: away).map { String(decoding: $0.body, as: UTF8.self) } == "base dati assente\n")
        let metrics = String(decoding: ask("/metriche", of: away)?.body ?? [], as: UTF8.self)
        #expect(metrics.contains("\npuntuale_database_up 0\n") && metrics.contains("puntuale_request_seconds_count{class=\"5xx\"} 0\n"))
    }

    @Test func `requests are counted by class and by how long they took, those of monitoring are not`() throws {
        let site = try TestSite.shared(), tenants = site.site(of: site.one), handler = tenants.makeHandler()
        func samples() -> [String: Double] {
            var text = Exposition()
            tenants.meter.write(to: &text)
            return Self.samples(text.text)
        }
        let before = samples()
        _ = handler(Request(parameters: ["REQUEST_METHOD": "GET", "DOCUMENT_URI": "/nessuna", "HTTP_HOST": "unknown.example"]))
        _ = handler(Request(parameters: ["REQUEST_METHOD": "GET", "DOCUMENT_URI": "/vivo", "PUNTUALE_MONITORING": "1"]))
        let after = samples()
        let answered = "puntuale_request_seconds_count{class=\"4xx\"}", failed = "puntuale_request_seconds_count{class=\"5xx\"}"
        #expect((after[answered]! + after[failed]!) - (before[answered]! + before[failed]!) >= 1)
        #expect(after["puntuale_request_database_seconds_count"]! - before["puntuale_request_database_seconds_count"]! >= 1)
    }

    @Test func `a bucket holds those below it as well`() {
        let meter = RequestMeter()
        for milliseconds in [3, 7, 300, 20_000] { meter.note(status: 200, .milliseconds(milliseconds), database: .zero) }
        meter.note(status: 503, .zero, database: .milliseconds(30))
        var text = Exposition()
        meter.write(to: &text)
        let samples = Self.samples(text.text)
        for (bound, count) in [("0.005", 1.0), ("0.01", 2), ("0.25", 2), ("0.5", 3), ("10.0", 3), ("+Inf", 4)] {
            #expect(samples["puntuale_request_seconds_bucket{class=\"2xx\",le=\"\(bound)\"}"] == count, "\(bound)")
        }
        #expect(samples["puntuale_request_seconds_count{class=\"5xx\"}"] == 1)
        #expect(samples["puntuale_request_database_seconds_sum"] == 0.03)
    }

    @Test func `each metric has its HELP and its TYPE once, and a label keeps what is in it in its quotes`() throws {
        try TestDatabase.run { database in
            try database.installation.beat(worker: .make(), host: "a\"b\\c")
            let text = String(decoding: ask("/metriche", of: Monitoring(database.options, RequestMeter()))?.body ?? [], as: UTF8.self)
            let names = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] }
            #expect(names.count > 20 && Set(names).count == names.count && text.contains(#"{host="a\"b\\c"}"#))
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                let name = line.prefix { $0 != "{" && $0 != " " }
                #expect(names.contains { name == $0 || name == "\($0)_bucket" || name == "\($0)_sum" || name == "\($0)_count" }, "\(name)")
            }
        }
    }

    @Test func `an outage of the database is said once, and its end`() {
        let log = TestLog(), outage = OutageLog(log.logger)
        outage.noteBack()
        for request in 1...50 { outage.note(TestServerAway(), ["request": "\(request)"]) }
        outage.noteBack()
        outage.noteBack()
        outage.note(TestServerAway(), [:])
        #expect(log.lines == ["database away error=away request=1", "database back seconds=0", "database away error=away"])
    }

    private struct TestServerAway: Error, CustomStringConvertible { var description: String { "away" } }

    private static func samples(_ text: String) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let space = line.lastIndex(of: " ")!
            return (String(line[..<space]), Double(line[line.index(after: space)...])!)
        })
    }
}
