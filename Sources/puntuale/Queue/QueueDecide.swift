import ArgumentParser
import Domain
import Doorbell
import Store

/// `puntuale queue retry`.
struct QueueRetry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Ritenta le notifiche mai arrivate: non riuscite, non raggiungibili, rifiutate da App IO.",
        discussion: ConfigurationOption.exitCodes)

    @OptionGroup var chosen: ChosenNotifications
    @OptionGroup var option: ConfigurationOption

    func validate() throws { try chosen.check(.retry) }
    func run() throws { try chosen.decide(.retry, isConfirmed: true, option) }
}

/// `puntuale queue assume`.
struct QueueAssume: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assume", abstract: "Considera inviate le notifiche con esito incerto.",
        discussion: "\(Decision.assume.risk) \(ConfigurationOption.exitCodes)")

    @OptionGroup var chosen: ChosenNotifications
    @Flag(help: "Lo fa; altrimenti dice soltanto che cosa farebbe.") var conferma = false
    @OptionGroup var option: ConfigurationOption

    func validate() throws { try chosen.check(.assume) }
    func run() throws { try chosen.decide(.assume, isConfirmed: conferma, option) }
}

/// `puntuale queue resend`.
struct QueueResend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: "Reinvia le notifiche con esito incerto, ciascuna come una notifica nuova.",
        discussion: "\(Decision.resend.risk) \(ConfigurationOption.exitCodes)")

    @OptionGroup var chosen: ChosenNotifications
    @Flag(help: "Lo fa; altrimenti dice soltanto che cosa farebbe.") var conferma = false
    @OptionGroup var option: ConfigurationOption

    func validate() throws { try chosen.check(.resend) }
    func run() throws { try chosen.decide(.resend, isConfirmed: conferma, option) }
}

/// Which notifications a decision is about.
struct ChosenNotifications: ParsableArguments {
    @Option(help: ArgumentHelp("Il codice IPA dell'ente; se manca, tutti gli enti attivi.", valueName: "codice")) var ente: String?
    @Option(help: ArgumentHelp("L'id del servizio dell'ente, o il suo nome esatto.", valueName: "servizio")) var servizio: String?
    @Option(help: ArgumentHelp("Solo di questo stato.", valueName: "stato")) var stato: NotificationState?
    @Option(help: ArgumentHelp("Solo per questo motivo.", valueName: "motivo")) var motivo: Reason?
    @Option(help: ArgumentHelp("Inserite da questo giorno.", valueName: "gg/mm/aaaa")) var dal: CalendarDate?
    @Option(help: ArgumentHelp("Inserite fino a questo giorno.", valueName: "gg/mm/aaaa")) var al: CalendarDate?
    @Flag(help: "Dice soltanto quante sono.") var conta = false
    @Flag(help: "Risponde in JSON.") var json = false

    func check(_ decision: Decision) throws {
        if servizio != nil, ente == nil { throw ValidationError("--servizio vuole anche --ente.") }
        if let dal, let al, al < dal { throw ValidationError("--al viene prima di --dal.") }
        if let stato, !decision.states.contains(stato) {
            throw ValidationError("--stato: \(decision.states.map(\.rawValue).joined(separator: ", ")).")
        }
    }

    func decide(_ decision: Decision, isConfirmed: Bool, _ option: ConfigurationOption) throws {
        RomeTime.prepare()
        try option.administer { installation, configuration in
            let tenants = try tenants(installation), isAsked = conta || !isConfirmed
            let records = try tenants.flatMap { tenant in
                let store = installation.store(of: tenant.id), filters = try filters(decision, store, tenant.code)
                if isAsked { return try filters.flatMap { try store.serviceCounts($0, because: motivo) }.map { Record(tenant.code, $0) } }
                let outcome = try filters.reduce(into: SeveralOutcome()) { try take(decision, $1, store, &$0) }
                if decision.sends { Doorbell.ring(configuration.doorbell, for: tenant.id.bytes) }
                return outcome.reached == 0 ? [] : [Record(tenant.code, outcome)]
            }
            Record.list(records, asJSON: json, empty: "Nessuna notifica.")
            if !isConfirmed, !conta { complain("Nulla è stato fatto. \(decision.risk) Con --conferma lo si fa.") }
        }
    }

    /// Those that may send: one that is named and may not is refused.
    private func tenants(_ installation: InstallationStore) throws -> [Tenant] {
        guard let ente else { return try installation.tenants().filter { $0.state == .active } }
        let tenant = try installation.requiredTenant(ente)
        if !conta, let refusal = tenant.state.refusal { throw CommandError("\(ente): \(refusal)") }
        return [tenant]
    }

    /// One for each state.
    private func filters(_ decision: Decision, _ store: TenantStore, _ code: String) throws -> [ArchiveFilter] {
        var filter = ArchiveFilter()
        filter.service = try servizio.map { try store.service(named: $0, of: code).id }
        (filter.from, filter.through) = (dal, al)
        return decision.states.filter { stato == nil || $0 == stato }.map { state in
            filter.state = state
            return filter
        }
    }

    /// Down to the oldest: what comes into the filter meanwhile is newer, or was passed already.
    private func take(_ decision: Decision, _ filter: ArchiveFilter, _ store: TenantStore, _ whole: inout SeveralOutcome) throws {
        let chosen = try store.words(filter) + (motivo.map { ", Motivo: \($0.rawValue)" } ?? "")
        var last: NotificationID?
        repeat {
            let seen = try store.decidable(decision, in: filter, because: motivo, olderThan: last)
            let outcome = try store.decide(decision, on: seen, within: .seconds(3_600), chosen: chosen, by: nil)
            whole.done += outcome.done
            whole.reached += outcome.reached
            whole.left.merge(outcome.left, uniquingKeysWith: +)
            last = seen.count == TenantStore.mostDecidedAtOnce ? seen.last?.id : nil
        } while last != nil
    }
}

extension Record {
    fileprivate init(_ code: String, _ line: ServiceCount) {
        fields = [
            "ente": .string(code), "servizio": .string(line.name), "stato": .string(line.state.rawValue), "notifiche": .number(line.count),
        ]
    }

    fileprivate init(_ code: String, _ outcome: SeveralOutcome) {
        let left = outcome.left.map { (name: $0?.rawValue ?? "assente", value: JSON.number($1)) }
        fields = [
            "ente": .string(code), "fatte": .number(outcome.done), "lasciate": .number(outcome.leftCount),
            "stato_di_quelle_lasciate": .object(left.sorted { $0.name < $1.name }),
        ]
    }
}

extension NotificationState: ExpressibleByArgument {
    /// Those that a decision can be taken in.
    package static var allValueStrings: [String] {
        allCases.filter { state in Decision.allCases.contains { $0.states.contains(state) } }.map(\.rawValue)
    }
}

extension Reason: ExpressibleByArgument {}

extension CalendarDate: ExpressibleByArgument {
    package init?(argument: String) {
        guard let date = try? CalendarDate.parse(argument) else { return nil }
        self = date
    }
}
