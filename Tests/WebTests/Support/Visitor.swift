import Domain
import FastCGI
import Secrets
import Testing
import Text
@testable import Web

/// Somebody at a browser, which keeps its cookies.
final class Visitor {
    private let site: TestSite
    let tenant: SiteTenant
    /// By name.
    var cookies: [String: String] = [:]
    /// Where the browser is.
    var address = "192.0.2.1"
    /// What it calls itself.
    var agent: String?
    var host: String

    init(_ site: TestSite, _ tenant: SiteTenant, _ session: Token?) {
        (self.site, self.tenant, host) = (site, tenant, tenant.host)
        cookies[Session.cookie] = session?.hexadecimal
    }

    func get(_ address: String, _ headers: [String: String] = [:]) -> Page { ask("GET", address, headers: headers) }

    /// Sends a form as a page of the site would, with its token.
    func post(_ address: String, _ fields: KeyValuePairs<String, String> = [:]) -> Page {
        ask("POST", address, [("_token", token)] + fields.map { ($0.key, $0.value) }, headers: ["Origin": "https://\(host)"])
    }

    /// Fills in the form that has this button and presses it. What is typed as `nil` is left out.
    func press(
        _ page: Page, _ button: String, _ typed: KeyValuePairs<String, String?> = [:], at source: SourceLocation = #_sourceLocation
    ) -> Page {
        guard let form = page.pressed(button) else {
            Issue.record("no button \(button) on \(page.status) \(page.title)", sourceLocation: source)
            return page
        }
        let names = Set(typed.map(\.key))
        let fields = form.fields.filter { !names.contains($0.0) } + typed.compactMap { typed in typed.value.map { (typed.key, $0) } }
        if form.method == "GET" { return get("\(form.address)?\(Form(fields).urlEncoded)") }
        return ask("POST", form.address, fields, headers: ["Origin": "https://\(host)"])
    }

    /// Presses a button that asks once, and the one that does it.
    func decide(_ page: Page, _ button: String, at source: SourceLocation = #_sourceLocation) -> Page {
        let asked = press(page, button, at: source)
        guard let form = asked.allPressed.first(where: { $0.fields.contains { $0.0 == "confermato" } }) else {
            Issue.record("\(button) asks nothing", sourceLocation: source)
            return asked
        }
        return ask("POST", form.address, form.fields, headers: ["Origin": "https://\(host)"])
    }

    /// The page that a redirect leads to.
    func follow(_ page: Page) -> Page {
        var page = page
        while let next = page.location { page = get(next) }
        return page
    }

    func logIn(_ person: Colleague, password: String = Colleague.password) -> Page {
        press(get("/entra"), "Entra", ["utente": person.username, "password": password])
    }

    /// With the cookie of a session.
    var isInside: Bool { self.get("/profilo").status == 200 }

    /// One request and its answer, nothing added and nothing followed.
    ///
    /// - Parameter address: a path that is not encoded, and a query that is.
    func ask(_ method: String, _ address: String, _ fields: [(String, String)] = [], headers: [String: String] = [:]) -> Page {
        ask(method, address, body: Array(Form(fields).urlEncoded.utf8), headers)
    }

    /// Sends a form with the bytes of its fields, whatever they are.
    func post(_ address: String, _ fields: [(String, [UInt8])]) -> Page {
        let body = fields.map { name, value in "\(name)=\(value.percentEncoded())" }
        return ask("POST", address, body: Array(body.joined(separator: "&").utf8), ["Origin": "https://\(host)"])
    }

    private func ask(_ method: String, _ address: String, body: [UInt8], _ headers: [String: String]) -> Page {
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var parameters = ["REQUEST_METHOD": method, "DOCUMENT_URI": parts[0], "QUERY_STRING": parts.count > 1 ? parts[1] : "",
                          "HTTP_HOST": host, "HTTPS": "on", "REMOTE_ADDR": self.address, "REQUEST_ID": "ab12"]
        if !cookies.isEmpty { parameters["HTTP_COOKIE"] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ") }
        parameters["HTTP_USER_AGENT"] = agent
        if method == "POST" { parameters["CONTENT_TYPE"] = "application/x-www-form-urlencoded" }
        for (name, value) in headers { parameters["HTTP_" + name.uppercased().replacing("-", with: "_")] = value }
        let request = Request(parameters: parameters, body: body)
        let response = Gate(site: site.site(of: tenant), installation: site.installation).answer(request)
        for case ("Set-Cookie", let cookie) in response.headers {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
        }
        return Page(response)
    }

    /// That of the forms of this session.
    private var token: String {
        cookies[Session.cookie].flatMap(Token.init(hexadecimal:)).map { site.token(of: $0, at: tenant) } ?? ""
    }
}

extension TestSite {
    func token(of session: Token, at tenant: SiteTenant) -> String {
        site(of: tenant).signer.sign([Array("form".utf8), session.bytes]).hexadecimal
    }

    /// What the forms of somebody's pages carry.
    func token(of who: Who, at tenant: SiteTenant) -> String { tenant.sessions[who].map { token(of: $0, at: tenant) } ?? "" }
}
