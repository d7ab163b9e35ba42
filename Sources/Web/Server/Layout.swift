import Domain
import FastCGI
import Store
import Template

/// The frame of every page: header with the tenant's name, menu, footer.
struct Layout: View {
    var title: String
    var tenant: String
    var logo: LogoView?
    var statics: String
    var requestID: String
    /// Signs the forms of the page; `nil`: it has none.
    private var exchange: Exchange?
    var person = ""
    var role = ""
    var maySend = false
    var mayAdminister = false
    /// Nobody sends at the moment: pages say so.
    var workerIsAway = false
    /// What stands still although somebody sends.
    var alarms: [AlarmView] = []
    /// Since when e-mails do not leave, for administrators; empty: they do.
    var mailTrouble = ""
    /// Others have changed the person's access since they last entered.
    var hasAccessChanged = false
    var menu: [MenuEntry] = []
    var isProfile = false
    var isGuide = false
    /// The keys that lead somewhere; empty: none does.
    var keys = ""
    /// What came of the act that led here.
    var notice = ""
    /// Whether it was done.
    var noticeIsGood = true
    /// Whether Da seguire is where one goes on.
    var leadsToWorklist = false
    /// What was wrong with the form that came.
    var faults = Faults.none
    /// Not so on a page that answers before it is known which tenant was meant.
    var isOfTenant = false
    /// Of the installation's administration, not of a tenant.
    var isOfInstallation = false
    /// Privacy and Accessibilità.
    var hasPublicPages = false

    static let fields: Fields<Self> = [
        "title": .text { $0.title },
        "tenant": .text { $0.tenant },
        "logo": .view { $0.logo },
        "statics": .text { $0.statics },
        "requestID": .text { $0.requestID },
        "token": .text { $0.exchange?.token ?? "" },
        // Who writes in the forms that are kept over the end of a session.
        "author": .text { $0.exchange?.author ?? "" },
        "outcome": .text { $0.notice },
        "isDone": .flag { $0.noticeIsGood },
        "leadsToWorklist": .flag { $0.leadsToWorklist },
        "isRefused": .flag { !$0.faults.isEmpty },
        "refusal": .text { $0.faults.heading },
        "refusalFaults": .list { $0.faults.list },
        "hasRefusalFaults": .flag { !$0.faults.list.isEmpty },
        "isOfTenant": .flag { $0.isOfTenant },
        "isOfInstallation": .flag { $0.isOfInstallation },
        "hasPublicPages": .flag { $0.hasPublicPages },
        "person": .text { $0.person },
        "role": .text { $0.role },
        "maySend": .flag { $0.maySend },
        "mayAdminister": .flag { $0.mayAdminister },
        "workerIsAway": .flag { $0.workerIsAway },
        "alarms": .list { Array($0.alarms.prefix(AlarmView.most)) },
        // What is added now waits: all of it, or that of some services.
        "isHeld": .flag { $0.workerIsAway || $0.alarms.contains { $0.alarm.service == nil } },
        "isHeldInPart": .flag { !$0.alarms.isEmpty },
        "moreAlarms": .text { $0.alarms.count > AlarmView.most ? String($0.alarms.count - AlarmView.most) : "" },
        "mailTrouble": .text { $0.mailTrouble },
        "hasAccessChanged": .flag { $0.hasAccessChanged },
        "menu": .list { $0.menu },
        "inProfile": .flag { $0.isProfile },
        "inGuide": .flag { $0.isGuide },
        "keys": .text { $0.keys },
    ]

    /// For a page of a tenant.
    ///
    /// - Parameter headerNotices: `nil` on pages that say nothing of its sends.
    init(_ exchange: Exchange, title: String, headerNotices: HeaderNotices? = nil) {
        self.title = title
        tenant = exchange.tenant.name
        // Of a suspended tenant nothing is answered, its logo neither.
        logo = exchange.tenant.state == .closed ? nil : exchange.tenant.logo.map(LogoView.init)
        isOfTenant = true
        isOfInstallation = exchange.tenant.kind == .installation
        hasPublicPages = !isOfInstallation
        statics = exchange.site.statics
        requestID = exchange.request.id
        self.exchange = exchange
        isProfile = exchange.request.path.hasPrefix("/profilo")
        isGuide = exchange.request.path == "/guida"
        guard let session = exchange.session, case let person = session.person else { return }
        self.person = person.name
        hasAccessChanged = session.hasAccessChanged
        role = person.role.label
        maySend = person.role.maySend && exchange.tenant.state == .active
        mayAdminister = person.role.mayAdminister
        if !isOfInstallation { keys = Shortcuts.keys(on: exchange.request, maySend: maySend) }
        menu = MenuEntry.all(exchange, for: person.role, toFollow: headerNotices?.toFollow ?? 0)
        guard let headerNotices else { return }
        workerIsAway = !headerNotices.aWorkerSends
        mailTrouble = mayAdminister ? headerNotices.mailTroubledSince?.italianSince ?? "" : ""
        alarms = headerNotices.alarms.map {
            AlarmView(alarm: $0, mayAdminister: person.role.mayAdminister, hasToFollow: headerNotices.toFollow > 0)
        }
    }

    /// For a page that knows no tenant.
    init(title: String, statics: String, requestID: String) {
        self.title = title
        tenant = "Notifiche App IO"
        self.statics = statics
        self.requestID = requestID
    }
}
