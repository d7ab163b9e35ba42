import Domain
import FastCGI
import Store
import Template

/// The frame of every page: header with the ente's name, menu, footer.
struct Layout: View {
    var title: String
    var tenant: String
    var statics: String
    var requestID: String
    var token = ""
    var person = ""
    var role = ""
    var maySend = false
    var mayAdminister = false
    /// Nobody sends at the moment: pages say so.
    var workerIsAway = false
    var refresh = ""
    var section = Section.none
    /// Not so on a page that answers before it is known which ente was meant.
    var isOfEnte = false

    enum Section { case archive, services, people, settings, profile, none }

    static let fields: Fields<Self> = [
        "title": .text { $0.title },
        "tenant": .text { $0.tenant },
        "statics": .text { $0.statics },
        "requestID": .text { $0.requestID },
        "token": .text { $0.token },
        "isOfEnte": .flag { $0.isOfEnte },
        "person": .text { $0.person },
        "role": .text { $0.role },
        "maySend": .flag { $0.maySend },
        "mayAdminister": .flag { $0.mayAdminister },
        "workerIsAway": .flag { $0.workerIsAway },
        "refresh": .text { $0.refresh },
        "inArchive": .flag { $0.section == .archive },
        "inServices": .flag { $0.section == .services },
        "inPeople": .flag { $0.section == .people },
        "inSettings": .flag { $0.section == .settings },
        "inProfile": .flag { $0.section == .profile },
    ]

    /// For a page of an ente.
    init(_ exchange: Exchange, title: String, refresh: Int?, workerIsAway: Bool) {
        self.title = title
        tenant = exchange.tenant.name
        isOfEnte = true
        statics = exchange.site.statics
        requestID = exchange.request.id
        token = exchange.token
        self.workerIsAway = workerIsAway
        self.refresh = refresh.map(String.init) ?? ""
        section = switch exchange.request.path.split(separator: "/").first {
        case "notifiche", "esportazioni": .archive
        case "servizi": .services
        case "utenti": .people
        case "impostazioni": .settings
        case "profilo": .profile
        default: .none
        }
        guard let person = exchange.session?.person else { return }
        self.person = person.name
        role = person.role.label
        maySend = person.role.maySend && exchange.tenant.state == .active
        mayAdminister = person.role.mayAdminister
    }

    /// For a page that knows no ente.
    init(title: String, statics: String, requestID: String) {
        self.title = title
        tenant = "Notifiche App IO"
        self.statics = statics
        self.requestID = requestID
    }
}
