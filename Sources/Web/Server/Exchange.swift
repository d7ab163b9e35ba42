import Domain
import FastCGI
import Secrets
import Store
import Template
import Text

/// One request on its way through a page: who asks, of which tenant, and how to answer. An object: it is handed on many times, and
/// nobody keeps it.
final class Exchange {
    let site: Site
    let installation: InstallationStore
    let tenant: Tenant
    private let arrival: Arrival
    private var askedNotices: HeaderNotices?
    var request: Request
    let session: Session?
    /// Somebody who has given a password and has something left to do before the pages open.
    let entering: Session?
    private let pathID: String?
    /// The id in the path, if the route has one.
    func id<Kind: Identified>() -> ID<Kind>? { pathID.flatMap { ID($0) } }

    /// What it asks is answered from the services that the person may work with.
    let store: TenantStore

    /// Only on routes that ask for a role: the gate lets nobody else in.
    var person: Person {
        guard let session else { preconditionFailure("a page for people on a route for anyone") }
        return session.person
    }

    /// - Parameter route: whose act asks again for what allows it when it writes; `nil`: nothing is done, only shown.
    init(
        site: Site, installation: InstallationStore, _ arrival: Arrival, request: Request, session: Session?, pathID: String?,
        route: Route? = nil
    ) {
        let permit = session.flatMap { route?.permit(of: $0, at: arrival.tenant) }
        (self.site, self.arrival, self.request, self.pathID) = (site, arrival, request, pathID)
        self.installation = installation.acting(by: permit, isLed: request.comesFromAnotherSite)
        tenant = arrival.tenant
        let isInside = session?.stepLeft(at: tenant) == nil
        (self.session, entering) = isInside ? (session, nil) : (nil, session)
        store = self.installation.store(of: tenant.id, scope: self.session?.person.scope ?? .only([]))
    }

    /// The same with the session that has just begun.
    func with(_ session: Session) -> Exchange {
        Exchange(site: site, installation: installation, Arrival(tenant: tenant), request: request, session: session, pathID: nil)
    }

    /// The same with a form that was sent before there was a session, to a route that keeps what was typed.
    func resuming(_ path: String, _ id: String?, _ fields: Form) -> Exchange {
        var parameters = request.parameters
        (parameters["REQUEST_METHOD"], parameters["DOCUMENT_URI"], parameters["QUERY_STRING"]) = ("POST", path, "")
        parameters["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        return Exchange(site: site, installation: installation, Arrival(tenant: tenant),
                        request: Request(parameters: parameters, body: Array(fields.urlEncoded.utf8)), session: session, pathID: id)
    }

    // MARK: - What is known without asking, or asked once

    /// What every page says of the tenant's sends. An act may have changed what was so when its request arrived.
    func headerNotices() throws -> HeaderNotices {
        guard !request.isAct else { return try store.headerNotices() }
        if let known = arrival.headerNotices ?? askedNotices { return known }
        let found = try store.headerNotices()
        askedNotices = found
        return found
    }

    /// How many notifications the person has put aside.
    func drafts() throws -> Int { try arrival.drafts ?? store.countDrafts(of: person.id) }

    /// The services, people and templates of the tenant, within the services that the person may work with.
    func directory() throws -> Directory {
        let whole = try site.directories.directory(of: tenant) { try installation.store(of: tenant.id).directory() }
        return whole.within(store.scope)
    }

    // MARK: - The token of forms

    /// Proves that a form comes from a page of this session.
    private(set) lazy var token = (session ?? entering).map { site.signer.sign(tokenParts($0)).hexadecimal } ?? ""

    var hasValidToken: Bool {
        guard let session = session ?? entering, let sent = request.form["_token"].flatMap([UInt8].init(hexadecimal:)) else { return false }
        return site.signer.verify(sent, of: tokenParts(session))
    }

    /// Who wrote a form, signed: after the end of a session nobody else is shown it.
    var author: String { session.map { site.signer.sign(authorParts($0.person)).hexadecimal } ?? "" }

    func isAuthor(of form: Form) -> Bool {
        guard let session, let sent = form["_autore"].flatMap([UInt8].init(hexadecimal:)) else { return false }
        return site.signer.verify(sent, of: authorParts(session.person))
    }

    private func authorParts(_ person: Person) -> [[UInt8]] { [Array("author".utf8), tenant.id.bytes, person.id.bytes] }

    private func tokenParts(_ session: Session) -> [[UInt8]] { [Array("form".utf8), session.token.bytes] }

    // MARK: - Answers

    /// A page in the frame of all pages. It says what came of the act that led to it.
    ///
    /// - Parameters:
    ///   - notice: said in place of the address's own notice, where the sentence depends on more than the act.
    ///   - isDone: whether that is what was asked for; `nil`: as of the address's own.
    ///   - status: of an answer without faults; one with faults is a 422, unless this is an error too.
    ///   - faults: what was wrong with the form that came; their summary stands on top of the page.
    func page<V: View>(
        _ template: CompiledTemplate<V, Layout>, _ view: V, title: String, notice: String? = nil, isDone: Bool? = nil, status: Int = 200,
        faults: Faults = .none
    ) throws -> Response {
        let isOfPeople = session != nil && tenant.kind == .publicBody
        var layout = Layout(self, title: title, headerNotices: isOfPeople ? try headerNotices() : nil)
        layout.notice = notice ?? self.notice?.sentence ?? ""
        layout.noticeIsGood = isDone ?? self.notice?.isDone ?? true
        layout.leadsToWorklist = request.path.hasPrefix("/notifiche/") && self.notice?.leadsToWorklist == true
        layout.faults = faults
        return .html(template.render(view, layout), status: status == 200 && !faults.isEmpty ? 422 : status)
    }

    /// What the address says of the act that led to it.
    var notice: Notice? { request.query["esito"].flatMap(Notice.init) }

    /// 303, so that reloading what comes next sends nothing again.
    func redirect(to location: String) -> Response {
        var response = Response(status: 303)
        response.add("Location", location)
        return response
    }

    /// The same to a page that says what came of the act.
    func redirect(to page: String, saying notice: Notice) -> Response {
        redirect(to: "\(page)\(page.utf8.contains(UInt8(ascii: "?")) ? "&" : "?")esito=\(notice.rawValue)")
    }

    /// What of a tenant the scope of a person is chosen from; the installation's people have none.
    func servicesToAllow() throws -> [Directory.Service] { tenant.kind == .publicBody ? try directory().services : [] }
}

extension Response {
    static func html(_ body: [UInt8], status: Int = 200) -> Response {
        var response = Response(status: status, body: body)
        response.add("Content-Type", "text/html; charset=utf-8")
        return response
    }

    static func text(_ body: String, status: Int = 200) -> Response {
        var response = Response(status: status, body: Array(body.utf8))
        response.add("Content-Type", "text/plain; charset=utf-8")
        return response
    }
}
