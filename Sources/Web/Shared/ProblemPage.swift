import FastCGI
import Store
import Template

/// The page of everything that went wrong: a sentence for the person, the request's id for who looks for it.
struct ProblemPage: Sendable {
    private let template: CompiledTemplate<ProblemView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("problem", ProblemView.self, within: Layout.self)
    }

    /// In the frame of the tenant's pages, so that whoever went astray finds the menu.
    func response(_ refusal: HTTPRefusal, _ exchange: Exchange) -> Response {
        let path = exchange.request.path
        // The form is on the page of the same address, or on the one above an act's. A form from before an upgrade may come to an
        // address that is a page alone now.
        let isPage = exchange.site.routes.find("GET", path) != nil
        let formPage = refusal == .ledHere ? exchange.request.ownAddress
            : ![.expiredForm, .wrongMethod].contains(refusal) ? "" : isPage ? path : exchange.site.routes.page(of: path) ?? ""
        let reason = refusal == .suspended || refusal == .readOnly ? exchange.tenant.stateReason : ""
        // What stands in the menu stays there, unless it is the database that fails.
        let notices = refusal.mayPass || exchange.tenant.kind == .installation ? nil : try? exchange.headerNotices()
        var layout = Layout(exchange, title: refusal.title, headerNotices: notices)
        layout.alarms = []
        return response(refusal, exchange.request, exchange.site, layout, formPage: formPage, reason: reason)
    }

    /// Where no tenant is known, or nothing can be asked about it.
    func response(_ refusal: HTTPRefusal, _ request: Request, _ site: Site) -> Response {
        response(refusal, request, site, Layout(title: refusal.title, statics: site.statics, requestID: request.id))
    }

    private func response(
        _ refusal: HTTPRefusal, _ request: Request, _ site: Site, _ layout: Layout, formPage: String = "", reason: String = ""
    ) -> Response {
        var view = ProblemView(sentence: refusal.sentence, reason: reason)
        (view.formPage, view.isLed) = (formPage, refusal == .ledHere)
        view.isReloadable = request.method != "POST" && refusal.mayPass
        view.hasArchive = ![.unknownHost, .movedHost, .suspended].contains(refusal)
        // What was typed comes back with the answer, to be sent again by a click: going back would lose it, since
        // browsers keep nothing of a page that must not be stored. A notification that was registered after all is
        // known by its form's key.
        if request.method == "POST", refusal.keepsForms, site.routes.find("POST", request.path)?.route.keepsForms == true {
            view.action = request.path
            view.isOfNotification = request.path == "/notifiche/nuova"
            view.typed = request.form.fields.map { TypedField(name: $0.name, value: $0.value) }
        }
        return .html(template.render(view, layout), status: refusal.status)
    }
}

private struct ProblemView: View {
    var sentence: String
    /// What somebody said of it.
    var reason = ""
    /// Where the form of an operation is that was not done.
    var formPage = ""
    /// Whether that is the page that was asked for, which another site may not open.
    var isLed = false
    /// Whether the same request may go well in a while.
    var isReloadable = false
    /// Whether the archive can be reached at all.
    var hasArchive = true
    var action = ""
    var isOfNotification = false
    var typed: [TypedField] = []

    static let fields: Fields<Self> = [
        "sentence": .text { $0.sentence },
        "reason": .text { $0.reason },
        "formPage": .text { $0.formPage },
        "isLed": .flag { $0.isLed },
        "isReloadable": .flag { $0.isReloadable },
        "hasArchive": .flag { $0.hasArchive },
        "action": .text { $0.action },
        "isOfNotification": .flag { $0.isOfNotification },
        "typed": .list { $0.typed },
    ]
}
