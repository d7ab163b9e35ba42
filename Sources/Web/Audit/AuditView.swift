import Domain
import Store
import Template

/// A page of the Registro.
struct AuditView: View {
    var search: AuditSearch
    var names: AuditNames
    /// Of a tenant; otherwise of the installation's administration.
    var isOfTenant: Bool
    var slice: AuditSlice
    var isFirst = true
    /// Which of a citizen's notifications it is about: those behind this one.
    var behind: NotificationID?

    private var filters: [FieldView] {
        let people = names.people.map { OptionView(value: $0.key.description, label: $0.value) }
            .sorted { ($0.label, $0.value) < ($1.label, $1.value) }
        let fields = search.fields(choices: ["gruppo": choices, "persona": [OptionView(value: "", label: "Tutte")] + people]) {
            isOfTenant || $0 != "su"
        }
        return fields.map { field in
            var field = field
            if field.name == "su" { field.help = "Codice fiscale per intero; UUID Notifica o le sue ultime 12 cifre; ID Consegna App.IO." }
            return field
        }
    }

    /// Who asks about a citizen or a notification wants to know who saw it; all others do not want those lines, which are the most.
    private var choices: [OptionView] {
        let isAbout = search.filter.matter != nil
        let (usual, other): (AuditChoice, AuditChoice) = isAbout ? (.all, .allButLooks) : (.allButLooks, .all)
        let topics = isAbout ? [.notifications, .looks] : isOfTenant ? AuditTopic.allCases : AuditTopic.ofInstallation
        let all = isOfTenant ? [OptionView(value: "", label: usual.label), OptionView(value: other.rawValue, label: other.label)]
            : [OptionView(value: "", label: AuditChoice.all.label)]
        return all + topics.map { OptionView(value: $0.rawValue, label: $0.label) }
    }

    private var hidesLooks: Bool {
        isOfTenant && search.faults.isEmpty && search.filter.matter == nil && search.filter.choice == nil
    }

    private func address(_ more: (name: String, value: String)...) -> String {
        search.address(AuditPage.address, (behind.map { [("altre", $0.description)] } ?? []) + more)
    }

    static let fields: Fields<Self> = [
        "filters": .list { $0.filters },
        "typedFields": .list { $0.search.typedFields },
        "isNarrowed": .flag { $0.search.isNarrowed },
        "isOfTenant": .flag { $0.isOfTenant },
        "citizen": .text { $0.search.filter.citizen ?? "" },
        "hidesLooks": .flag { $0.hidesLooks },
        "withLooks": .text { $0.search.address(AuditPage.address, ("gruppo", AuditChoice.all.rawValue)) },
        "lines": .list { view in view.slice.lines.map { AuditLineView(line: $0, names: view.names) } },
        "hasLines": .flag { !$0.slice.lines.isEmpty },
        "nothingFound": .flag {
            $0.slice.lines.isEmpty && $0.search.faults.isEmpty && $0.slice.searchedThrough == nil && $0.slice.furtherBehind == nil
        },
        "searchedThrough": .text { $0.slice.searchedThrough.map { RomeTime($0.madeAt).date.italian } ?? "" },
        "further": .text { view in view.slice.searchedThrough.map { view.address(("prima", $0.description)) } ?? "" },
        "behind": .text { view in
            view.slice.furtherBehind.map { view.search.address(AuditPage.address, ("altre", $0.description)) } ?? ""
        },
        "isBehind": .flag { $0.behind != nil },
        "notifications": .text { _ in String(TenantStore.citizenNotifications) },
        "newest": .text { $0.isFirst && $0.behind == nil ? "" : $0.search.address(AuditPage.address) },
        "hasPages": .flag { !$0.isFirst || $0.behind != nil || $0.slice.hasOlder },
        "older": .text { view in
            view.slice.hasOlder ? view.slice.lines.last.map { view.address(("prima", $0.id.description)) } ?? "" : ""
        },
    ]
}
