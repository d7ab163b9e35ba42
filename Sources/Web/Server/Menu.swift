import Domain
import FastCGI
import Store
import Template

/// A page that the menu leads to, and the part of the site that begins there.
struct MenuEntry: View {
    var address: String
    var label: String
    /// Whether the page that is shown belongs to it.
    var isHere = false

    /// Those of a person, with one of them for the page that is shown.
    ///
    /// - Parameter toFollow: how many notifications somebody has to see to.
    static func all(_ exchange: Exchange, for role: Role, toFollow: Int) -> [MenuEntry] {
        var entries = exchange.tenant.kind == .installation
            ? [MenuEntry("/enti", "Enti"), MenuEntry(InstallationTodayPage.address, "Oggi"), MenuEntry("/stato", "Stato"),
               MenuEntry("/utenti", "Utenti"), MenuEntry("/registro", "Registro"), MenuEntry(MailServerPage.address, "Posta elettronica")]
            : [MenuEntry(TodayPage.address, "Oggi"), MenuEntry("/notifiche", "Archivio notifiche"),
               MenuEntry(WorklistPage.address, "Da seguire" + (toFollow == 0 ? "" : " (\(toFollow < 100 ? String(toFollow) : "99+"))"))]
        var here = "/" + (exchange.request.path.pathParts.first ?? "")
        if here == "/esportazioni" { here = "/notifiche" }
        if role.mayAdminister {
            entries += [MenuEntry("/servizi", "Gestione Servizi"), MenuEntry("/modelli", "Modelli"), MenuEntry("/utenti", "Utenti"),
                        MenuEntry("/registro", "Registro"), MenuEntry("/impostazioni", "Impostazioni")]
        }
        return entries.map { entry in
            var entry = entry
            entry.isHere = entry.address == here
            return entry
        }
    }

    private init(_ address: String, _ label: String) { (self.address, self.label) = (address, label) }

    static let fields: Fields<Self> = [
        "address": .text { $0.address },
        "label": .text { $0.label },
        "isHere": .flag { $0.isHere },
    ]
}
