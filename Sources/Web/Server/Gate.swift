import Domain
import FastCGI
import Logging
import Secrets
import Store

/// What every request passes before a page sees it: host name, tenant, session, role, origin, token.
/// And what every answer passes on its way out, an error above all: the person sees a sentence and the
/// request's id, the log sees the error.
struct Gate {
    let site: Site
    let installation: InstallationStore
    /// Whose the host name is, if the queue knows it.
    var known: TenantID?

    func answer(_ request: Request) -> Response {
        var response: Response
        do {
            response = try admitAsOfNow(request)
        } catch let refusal as HTTPRefusal {
            response = site.pages.problem.response(refusal, request, site)
        } catch {
            response = site.pages.problem.response(logged(error, request), request, site)
        }
        SecurityHeaders.add(to: &response, of: request)
        return response
    }

    /// The answer to who is one too many: nothing is asked of the database.
    static func turnAway(_ request: Request, _ site: Site) -> Response {
        var response = site.pages.problem.response(.crowded, request, site)
        response.add("Retry-After", "2")
        SecurityHeaders.add(to: &response, of: request)
        return response
    }

    /// What a person is told of an error; the log has it whole.
    private func logged(_ error: any Error, _ request: Request) -> HTTPRefusal {
        let isAway = StoreFault.isAway(error)
        // Not the address that was asked for: a stranger may write anything there.
        let route = site.routes.find(request.method, request.path)?.route.name
        let details: Logger.Metadata = ["request": "\(request.id)", "route": "\(route ?? "none")"]
        if isAway {
            site.outage.note(error, details)
        } else {
            site.logger.error("request failed", metadata: details.merging(["error": "\(error)"]) { $1 })
        }
        return isAway ? .databaseAway : StoreFault.tookTooLong(error) ? .tooSlow : .fault
    }

    /// What somebody may do has changed while they did it, and nothing was done: the request is answered as if it came only now.
    private func admitAsOfNow(_ request: Request) throws -> Response {
        do { return try admit(request) } catch is PermitLost {}
        do { return try admit(request) } catch is PermitLost { throw HTTPRefusal.forbidden }
    }

    private func admit(_ request: Request) throws -> Response {
        let token = Session.token(of: request)
        guard let arrival = try arrival(request, token), arrival.tenant.kind == site.kind else { throw HTTPRefusal.unknownHost }
        let tenant = arrival.tenant
        if known != tenant.id { site.queue.learn(request.hostName, tenant.id) }
        if tenant.canonicalHost != request.hostName { return try toCanonicalName(of: tenant, request) }
        let found = site.routes.find(request.method, request.path)
        if tenant.state == .closed, found?.route.access != .always {
            let nobody = Exchange(site: site, installation: installation, arrival, request: request, session: nil, pathID: nil)
            return site.pages.problem.response(.suspended, nobody)
        }
        let session = arrival.session.flatMap { opened in token.map { Session(opened, $0) } }
        let exchange = Exchange(
            site: site, installation: installation, arrival, request: request, session: session, pathID: found?.id,
            route: found?.route)
        do {
            return try answer(exchange, found?.route)
        } catch let lost as PermitLost {
            throw lost
        } catch is LedHere {
            return site.pages.problem.response(.ledHere, exchange)
        } catch let refusal as HTTPRefusal {
            return site.pages.problem.response(refusal, exchange)
        } catch {
            return site.pages.problem.response(logged(error, request), exchange)
        }
    }

    private func answer(_ exchange: Exchange, _ route: Route?) throws -> Response {
        let (request, session) = (exchange.request, exchange.session)
        guard let route else {
            guard site.routes.knows(request.path) else { throw HTTPRefusal.notFound }
            // An act's address in the browser's bar, after its form came back: the form is on the page above it.
            guard ["GET", "HEAD"].contains(request.method), let page = site.routes.page(of: request.path) else {
                throw HTTPRefusal.wrongMethod
            }
            return exchange.redirect(to: page)
        }
        if request.method == "POST", !request.comesFromItself { throw HTTPRefusal.foreignOrigin }
        if request.isTakenByAnotherSite { throw HTTPRefusal.foreignOrigin }
        switch route.access {
        case .anyone, .always:
            return try route.page(exchange)
        case .person(let role):
            guard let session else { return try site.pages.login.interrupt(exchange) }
            guard session.person.role >= role else { throw HTTPRefusal.forbidden }
        case .entering:
            guard session != nil || exchange.entering != nil else { return try site.pages.login.interrupt(exchange) }
        }
        if request.method == "POST", !exchange.hasValidToken { return try route.expired(exchange) }
        guard !route.needsActiveTenant || exchange.tenant.state == .active else { throw HTTPRefusal.readOnly }
        return try route.page(exchange)
    }

    /// The request's first question to the database. A connection that died since the request before is found
    /// out here, where nothing has happened yet: the question goes over a new one.
    private func arrival(_ request: Request, _ token: Token?) throws -> Arrival? {
        // What a page after an act says is asked once the act is done.
        let ask = {
            try installation.arrival(
                at: request.hostName, of: site.kind, with: token?.digest, idle: Session.idle, whole: Session.whole,
                renews: !request.comesFromAnotherSite && request.path != ProgressPage.address, notices: !request.isAct)
        }
        do {
            let arrival = try ask()
            site.outage.noteBack()
            return arrival
        } catch where StoreFault.isAway(error) {
            return try ask()
        }
    }

    /// Before log in: cookies belong to one name, and each tenant has one.
    private func toCanonicalName(of tenant: Tenant, _ request: Request) throws -> Response {
        guard request.method == "GET" || request.method == "HEAD" else { throw HTTPRefusal.movedHost }
        var response = Response(status: 308)
        let origin = "\(request.scheme)://\(tenant.canonicalHost)\(request.portSuffix)"
        response.add("Location", origin + request.ownAddress)
        return response
    }
}
