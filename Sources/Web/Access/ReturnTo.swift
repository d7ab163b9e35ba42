import Domain
import FastCGI
import Store
import Template

/// What somebody was about to do when they had to log in first. It goes along through every step, so that what was typed
/// is not lost.
struct ReturnTo: View {
    /// Where to go after.
    var next = ""
    /// The fields of the form that was interrupted.
    var resumed = ""

    /// In bytes: the longest contenuto, as it is encoded, and more. A stranger gets no longer answer for a longer form.
    private static let longest = 160_000

    init() {}

    /// As a step's form brings it back.
    init(_ form: Form) {
        next = form["dopo"] ?? ""
        resumed = form["ripresa"] ?? ""
    }

    /// In the place of the page that was asked for.
    init(of request: Request, _ routes: RouteTable) {
        let isForm = request.method == "POST"
        next = request.path == TodayPage.address ? "" : request.path + (isForm ? "" : Self.origin(of: request))
        let typed = isForm && routes.find("POST", request.path)?.route.keepsForms == true ? request.form.urlEncoded : ""
        resumed = typed.utf8.count <= Self.longest ? typed : ""
    }

    /// What a new notification was to start from: of a query nothing else goes along, since it may name a citizen.
    private static func origin(of request: Request) -> String {
        guard let id = request.query["da"].flatMap({ FormID($0) }) else { return "" }
        return "?da=\(id)" + (request.query["errata"] == nil ? "" : "&errata=1")
    }

    /// The address of a step's page, which leads on from there.
    func address(of step: String) -> String { next.isEmpty ? step : "\(step)?dopo=\(Form.encode(next))" }

    /// - Parameter exchange: with the session that the steps led to.
    func goOn(_ exchange: Exchange, _ compose: ComposePage) throws -> Response {
        let fields = Form(urlEncoded: Array(resumed.utf8))
        // Somebody else may have come to this browser: nobody is shown what another person wrote.
        guard !resumed.isEmpty, exchange.isAuthor(of: fields), let found = exchange.site.routes.find("POST", next),
              found.route.keepsForms, case .person(let role) = found.route.access, exchange.person.role >= role else {
            return exchange.redirect(to: destination(exchange.site))
        }
        if next == "/notifiche/nuova" { return try compose.resume(exchange, fields) }
        return try found.route.expired(exchange.resuming(next, found.id, fields))
    }

    /// A page of this site, whatever was sent.
    func destination(_ site: Site) -> String {
        guard next.hasPrefix("/"), !next.hasPrefix("//"), !next.contains("\\") else { return site.home }
        let parts = next.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? "?" + Form(urlEncoded: Array(parts[1].utf8)).urlEncoded : ""
        return parts[0].percentEncodedPath + query
    }

    static let fields: Fields<Self> = [
        "next": .text { $0.next },
        "resumed": .text { $0.resumed },
    ]
}
