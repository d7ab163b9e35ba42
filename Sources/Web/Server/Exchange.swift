import Domain
import FastCGI
import Secrets
import Store
import Template

/// One request on its way through a page: who asks, of which tenant, and how to answer.
struct Exchange {
    let site: Site
    let installation: InstallationStore
    let tenant: Tenant
    var request: Request
    let session: Session?
    /// Somebody who has given a password and has something left to do before the pages open.
    let entering: Session?
    /// The identifier in the path, if the route has one.
    let id: Identifier?

    /// What it asks is answered from the services that the person may work with.
    var store: TenantStore { installation.store(of: tenant.id, scope: session?.person.scope ?? .only([])) }

    /// Only on routes that ask for a role: the gate lets nobody else in.
    var person: Person {
        guard let session else { preconditionFailure("a page for people on a route for anyone") }
        return session.person
    }

    /// Stops whoever would send, decide about sending, or change services, templates or settings, for a tenant that is suspended:
    /// it may be on its way to another host. Who may enter is decided even then.
    func requireActiveTenant() throws {
        guard tenant.state == .active else { throw HTTPRefusal.readOnly }
    }

    init(site: Site, installation: InstallationStore, tenant: Tenant, request: Request, session: Session?, id: Identifier?) {
        (self.site, self.installation, self.tenant, self.request, self.id) = (site, installation, tenant, request, id)
        let isInside = session?.stepLeft(at: tenant) == nil
        (self.session, entering) = isInside ? (session, nil) : (nil, session)
    }

    /// The same with the session that has just begun.
    func with(_ session: Session) -> Exchange {
        Exchange(site: site, installation: installation, tenant: tenant, request: request, session: session, id: nil)
    }

    // MARK: - The token of forms

    /// Proves that a form comes from a page of this session.
    var token: String {
        guard let session = session ?? entering else { return "" }
        return site.signer.sign(tokenParts(session)).hexadecimal
    }

    var hasValidToken: Bool {
        guard let session = session ?? entering, let sent = request.form["_token"].flatMap([UInt8].init(hexadecimal:)) else { return false }
        return site.signer.verify(sent, of: tokenParts(session))
    }

    private func tokenParts(_ session: Session) -> [[UInt8]] { [Array("form".utf8), session.token.bytes] }

    // MARK: - Answers

    /// A page in the frame of all pages.
    func page<V: View>(
        _ template: CompiledTemplate<V, Layout>, _ view: V, title: String, status: Int = 200
    ) throws -> Response {
        let headerNotices = try session.flatMap { _ in tenant.kind == .publicBody ? try store.headerNotices() : nil }
        let layout = Layout(self, title: title, headerNotices: headerNotices)
        return .html(template.render(view, layout), status: status)
    }

    /// 303, so that reloading what comes next sends nothing again.
    func redirect(to location: String) -> Response {
        var response = Response(status: 303)
        response.add("Location", location)
        return response
    }

    /// What of a tenant the scope of a person is chosen from; the installation's people have none.
    func servicesToAllow() throws -> [Service] { tenant.kind == .publicBody ? try store.services() : [] }

    func ring() { site.ring(for: tenant.id) }

    /// Waits up to a second until what the worker was rung for has come.
    func wait(until done: () throws -> Bool) throws { try site.outcomeWait.wait(for: tenant.id, until: done) }
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
