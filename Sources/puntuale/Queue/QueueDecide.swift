import ArgumentParser
import Domain
import Doorbell
import Store

/// `puntuale queue retry`.
struct QueueRetry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Ritenta le notifiche mai arrivate: non riuscite, non raggiungibili, rifiutate da App IO.",
        discussion: "\(Decision.retry.risk) \(ConfigurationOption.exitCodes)")

    @OptionGroup var chosen: ChosenNotifications<RetriableState>
    @OptionGroup var option: ConfigurationOption

    func run() throws { try chosen.decide(.retry, option) }
}

/// `puntuale queue assume`.
struct QueueAssume: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assume", abstract: "Considera inviate le notifiche con esito incerto.",
        discussion: "\(Decision.assume.risk) \(ConfigurationOption.exitCodes)")

    @OptionGroup var chosen: ChosenNotifications<DoubtfulState>
    @OptionGroup var option: ConfigurationOption

    func run() throws { try chosen.decide(.assume, option) }
}

/// `puntuale queue resend`.
struct QueueResend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: "Reinvia le notifiche con esito incerto, ciascuna come una notifica nuova.",
        discussion: "\(Decision.resend.risk) \(ConfigurationOption.exitCodes)")

    @OptionGroup var chosen: ChosenNotifications<DoubtfulState>
    @OptionGroup var option: ConfigurationOption

    func run() throws { try chosen.decide(.resend, option) }
}

/// Which notifications a decision is about.
struct ChosenNotifications<State: DecidedState>: ParsableArguments {
    @Option(help: ArgumentHelp("Il codice IPA dell'ente; se manca, tutti gli enti attivi.", valueName: "codice")) var ente: String?
    @Option(help: ArgumentHelp("L'id del servizio dell'ente, o il suo nome esatto.", valueName: "servizio")) var servizio: String?
    @Option(help: ArgumentHelp("Solo di questo stato, anche con le parole delle pagine.", valueName: "stato")) var stato: State?
    @Option(help: ArgumentHelp("Solo per questo motivo.", valueName: "motivo")) var motivo: Reason?
    @Option(help: ArgumentHelp("Inserite da questo giorno.", valueName: "gg/mm/aaaa")) var dal: CalendarDate?
    @Option(help: ArgumentHelp("Inserite fino a questo giorno.", valueName: "gg/mm/aaaa")) var al: CalendarDate?
    @Flag(help: "Dice soltanto quante sono.") var conta = false
    @Flag(help: "Lo fa; altrimenti dice soltanto che cosa farebbe.") var conferma = false
    @Flag(help: "Risponde in JSON.") var json = false

    func validate() throws {
        if servizio != nil, ente == nil { throw ValidationError("--servizio vuole anche --ente.") }
        if let dal, let al, al < dal { throw ValidationError("--al viene prima di --dal.") }
    }

    fileprivate func decide(_ decision: Decision, _ option: ConfigurationOption) throws {
        RomeTime.prepare()
        try option.administer { installation, configuration in
            let tenants = try tenants(installation), isAsked = conta || !conferma
            let records = try tenants.flatMap { tenant in
                let store = installation.store(of: tenant.id), filters = try filters(decision, store, tenant.code)
                if isAsked { return try filters.flatMap { try store.serviceCounts($0, because: motivo) }.map { Record(tenant.code, $0) } }
                let outcome = try filters.reduce(into: SeveralOutcome()) { try take(decision, $1, store, &$0) }
                if decision.sends { Doorbell.ring(configuration.doorbell, for: tenant.id.bytes) }
                return outcome.reached == 0 ? [] : [Record(tenant.code, outcome)]
            }
            Record.list(records, asJSON: json, empty: "Nessuna notifica.")
            guard !records.isEmpty, !conta else { return }
            if !conferma { return complain("Nulla è stato fatto. \(decision.risk) Con --conferma lo si fa.") }
            if json { return }
            print(decision.result)
            if decision.sends { try QueueCommand.sayStandstill(installation) }
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
        filter.services = try servizio.map { [try store.service(named: $0, of: code).id] } ?? []
        (filter.from, filter.through) = (dal, al)
        return decision.states.filter { stato == nil || $0 == stato?.state }.map { state in
            filter.states = [state]
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

extension Decision {
    /// What became of those that it was taken on.
    fileprivate var result: String {
        switch self {
        case .retry: "Le ritentate sono «Da inviare» e partono da sole: puntuale queue status dice se qualcosa le trattiene."
        case .assume: "Sono «Considerata inviata»: non parte nulla."
        case .resend:
            "Di ciascuna c'è una notifica nuova, «Da inviare», che parte da sola: puntuale queue status dice se qualcosa la trattiene. "
                + "Quella di prima è «Considerata inviata»."
        }
    }
}

extension Record {
    fileprivate init(_ code: String, _ line: ServiceCount) {
        fields = [
            "ente": .string(code), "servizio": .string(line.name), "stato": .string(line.state.rawValue),
            "nelle_pagine": .string(line.state.label), "notifiche": .number(line.count),
        ]
    }

    fileprivate init(_ code: String, _ outcome: SeveralOutcome) {
        let left = outcome.left.map { (name: $0?.rawValue ?? "assente", value: JSON.number($1)) }
        let words = outcome.left.map { JSON.string("\($1) «\($0?.label ?? "non più in archivio")»") }
        hidden = ["stato_di_quelle_lasciate"]
        fields = [
            "ente": .string(code), "fatte": .number(outcome.done), "lasciate": .number(outcome.leftCount),
            "stato_di_quelle_lasciate": .object(left.sorted { $0.name < $1.name }), "ora_sono": .array(words),
        ]
    }
}

/// A state in which a decision can be taken, as its command's help names it.
protocol DecidedState: ExpressibleByArgument {
    static var states: [NotificationState] { get }
    var state: NotificationState { get }
    init(state: NotificationState)
}

extension DecidedState {
    init?(argument: String) {
        guard let state = Self.states.first(where: { $0.rawValue == argument || $0.label.lowercased() == argument.lowercased() })
        else { return nil }
        self.init(state: state)
    }

    static var allValueStrings: [String] { states.map(\.rawValue) }
    static var allValueDescriptions: [String: String] { Dictionary(uniqueKeysWithValues: states.map { ($0.rawValue, $0.label) }) }
}

/// What `queue retry` is about.
struct RetriableState: DecidedState {
    static let states = Decision.retry.states
    var state: NotificationState
}

/// What `queue assume` and `resend` are about.
struct DoubtfulState: DecidedState {
    static let states = Decision.assume.states
    var state: NotificationState
}

extension Reason: ExpressibleByArgument {
    package static var allValueDescriptions: [String: String] {
        Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0.sentence) })
    }
}

extension CalendarDate: ExpressibleByArgument {
    package init?(argument: String) {
        guard let date = try? CalendarDate.parse(argument) else { return nil }
        self = date
    }
}
