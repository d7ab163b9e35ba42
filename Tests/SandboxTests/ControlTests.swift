import FastCGI
@testable import Sandbox
import Testing

struct ControlTests {
    private let json = "application/json"

    @Test func `a new service sends at once, after a restart too`() throws {
        let simulator = try Simulator()
        let created = simulator.form("/controllo/servizi", [("account", "comune-a"), ("nome", "Prova")], accept: json)
        #expect(created.status == 201)
        let service = try #require(created.json)
        #expect(CharacterPattern.ulid.matches(service["service_id"]?.string ?? ""))
        #expect(service["organization_name"] == "Comune di comune-a")
        let primary = try #require(service["primary_key"]?.string), secondary = try #require(service["secondary_key"]?.string)
        #expect(primary != secondary && primary.count == 32)
        _ = try simulator.send(to: .delivered, key: primary)
        try simulator.restart()
        _ = try simulator.send(to: .delivered, key: secondary)
    }

    @Test func `a regenerated key kills the old one at once and for ever`() throws {
        let simulator = try Simulator()
        let changed = simulator.form("/controllo/chiavi", [("servizio", "S-prima"), ("chiave", "primaria")], accept: json)
        let key = try #require(changed.json?["primary_key"]?.string)
        #expect(changed.json?["secondary_key"] == "prima-2")
        for _ in 0..<2 {
            #expect(simulator.post(simulator.message(), key: "prima").status == 401)
            #expect(simulator.post(simulator.message(), key: "prima-2").status == 201)
            #expect(simulator.post(simulator.message(), key: key).status == 201)
            try simulator.restart()
        }
        _ = simulator.form("/controllo/chiavi", [("servizio", "S-prima"), ("chiave", "secondaria")])
        #expect(simulator.post(simulator.message(), key: "prima-2").status == 401)
    }

    @Test func `the page shows services and keys, escaped, under a strict policy`() throws {
        let simulator = try Simulator { $0.stylesheets = ["/statico/stile.css"] }
        _ = simulator.form("/controllo/servizi", [("account", "comune-a"), ("nome", "<script>alert(1)</script>")])
        let page = simulator.call("GET", "/controllo", key: nil)
        #expect(page.status == 200 && page.header("Content-Type") == "text/html; charset=utf-8")
        #expect(page.header("Content-Security-Policy")?.hasPrefix("default-src 'none'; style-src 'self';") == true)
        #expect(page.text.contains("AMBIENTE DI PROVA") && page.text.contains("<code>prima-2</code>"))
        #expect(page.text.contains("&lt;script&gt;") && !page.text.contains("<script"))
        #expect(page.text.contains(#"<link rel="stylesheet" href="/statico/stile.css">"#))
        #expect(simulator.call("GET", "/controllo", key: nil, ["HTTP_ACCEPT": json]).json?.elements?.count == 11)
    }

    @Test func `a maximum is typed in euro, and zero says that nothing may be asked for`() throws {
        let simulator = try Simulator()
        for (typed, cents) in [("1.500,00", 150_000), ("0,50", 50), ("0", 0), ("0,00", 0), ("", 0)] {
            let fields = [("account", "comune-a"), ("nome", "Servizio \(typed)"), ("importo_massimo", typed)]
            #expect(simulator.form("/controllo/servizi", fields).status == 303)
            let services = simulator.call("GET", "/controllo", key: nil, ["HTTP_ACCEPT": json]).json?.elements
            #expect(services?.last?["max_allowed_payment_amount"]?.integer == cents, "\(typed)")
        }
        #expect(simulator.form("/controllo/servizi", [("account", "comune-a"), ("nome", "x"), ("importo_massimo", "12.34")]).status == 422)
    }

    @Test func `what is wrong in a form is told and changes nothing`() throws {
        let simulator = try Simulator()
        let wrong: [(String, [(String, String)])] = [
            ("servizi", [("account", ""), ("nome", "x")]), ("servizi", [("account", "nuovo"), ("nome", "x")]),
            ("servizi", [("account", "comune-a"), ("nome", "x"), ("importo_massimo", "-1")]),
            ("chiavi", [("servizio", "S-x"), ("chiave", "primaria")]), ("chiavi", [("servizio", "S-prima"), ("chiave", "x")]),
            ("guasti", [("servizio", "S-prima"), ("guasto", "x")]),
            ("guasti", [("servizio", "S-prima"), ("guasto", "storm"), ("percentuale", "101")]),
            ("guasti", [("servizio", "S-prima"), ("guasto", "storm"), ("latenza", "60001")]),
            ("guasti", [("servizio", "S-prima"), ("guasto", "storm"), ("latenza", "2"), ("latenza_massima", "1")]),
            ("guasti", [("servizio", "S-prima"), ("guasto", "storm"), ("latenza_massima", "60001")]),
            ("guasti", [("servizio", "S-prima"), ("guasto", "storm"), ("operazione", "submit")]),
        ]
        for (path, fields) in wrong {
            let response = simulator.form("/controllo/" + path, fields)
            #expect(response.status == 422 && response.text.contains(#"role="alert""#), "\(fields)")
        }
        #expect(simulator.post(simulator.message()).status == 201)
        #expect(simulator.call("GET", "/controllo", key: nil, ["HTTP_ACCEPT": json]).json?.elements?.count == 10)
    }

    @Test func `a service's trouble strikes that service only`() throws {
        let simulator = try Simulator()
        let set = simulator.form("/controllo/guasti", [("servizio", "S-prima"), ("guasto", "503")])
        #expect(set.status == 303 && set.header("Location") == "/controllo")
        #expect(simulator.post(simulator.message()).status == 503)
        #expect(simulator.post(simulator.message(), key: "altra").status == 201)
    }

    @Test func `the page shows which trouble is on, and for which calls`() throws {
        let simulator = try Simulator()
        _ = simulator.form("/controllo/guasti", [
            ("servizio", "S-prima"), ("guasto", "504_created"), ("operazione", "invio"), ("percentuale", "30"), ("latenza", "100"),
            ("latenza_massima", "500"),
        ])
        let page = simulator.call("GET", "/controllo", key: nil).text
        #expect(page.contains("Guasto: 504 in HTML dopo la creazione, 30% delle chiamate; latenza da 100 a 500 ms; "
            + "solo invii di messaggi"))
        #expect(page.contains(#"<option value="504_created" selected>504 in HTML dopo la creazione</option>"#))
        #expect(page.contains(#"<option value="invio" selected>invii di messaggi</option>"#))
        for kind in Trouble.Kind.allCases { #expect(page.contains(#"<option value="\#(kind.rawValue)""#), "\(kind)") }
        #expect(page.contains(#"name="latenza_massima" value="500""#) && page.contains(#"name="latenza_massima" value="""#))
    }

    @Test func `trouble in part of the calls comes again with the same seed`() throws {
        func outcomes(_ seed: UInt64) throws -> [Int] {
            let simulator = try Simulator { $0.seed = seed }
            _ = simulator.form("/controllo/guasti", [("servizio", "S-prima"), ("guasto", "503"), ("percentuale", "30")])
            return (0..<200).map { _ in simulator.call("GET", "/api/v1/profiles/TSTPRS80A01X001B").status }
        }
        let first = try outcomes(1)
        #expect(try outcomes(1) == first)
        #expect(try outcomes(2) != first)
        #expect(30...90 ~= first.count { $0 == 503 })
    }
}
