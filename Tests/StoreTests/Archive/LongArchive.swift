import Domain
import MariaDB
@testable import Store
import TestSupport

/// An archive of two tenants in which what is sought lies as badly as it can: a state that only the newest have, a word that only
/// the oldest have, a service that hardly anything was sent with.
struct LongArchive {
    struct Entry {
        let id: NotificationID
        let service: ServiceID
        let state: NotificationState
        let person: PersonID
        let fiscalCode: String
        let notice: String?
        let ioID: String
        let template: TemplateID?
        let corrects: NotificationID?
        let words: [String]
    }

    let database: TestDatabase
    let entries: [TenantID: [Entry]]
    /// Of the first tenant, from the one that most is sent with.
    let services: [ServiceID]
    let template: TemplateID

    static let count = 30_000

    static func run(_ body: (LongArchive) throws -> Void) throws { try TestDatabase.run { try body(LongArchive($0)) } }

    private init(_ database: TestDatabase) throws {
        self.database = database
        let services = [database.one.service, ServiceID.make(), ServiceID.make()]
        for (number, service) in services.dropFirst().enumerated() {
            try database.one.store.addService(service, ServiceDescription(
                name: "Servizio \(number)", ioServiceID: "S\(number)", environment: .trial, maximumAmount: .maximum), keys: [:], by: nil)
        }
        self.services = services
        template = try Self.fill(database.one, services, Self.count, database.db)
        try Self.fill(database.other, [database.other.service], 3_000, database.db)
        var entries: [TenantID: [Entry]] = [:]
        for tenant in [database.one, database.other] {
            entries[tenant.id] = try database.db.rows("""
                SELECT id, service_id, state, created_by, fiscal_code, notice_number, io_id, template_id, corrects, subject
                FROM notification WHERE tenant_id = \(tenant.id) ORDER BY id DESC
                """) { row in
                Entry(id: row.next(), service: row.next(), state: row.next(), person: row.next(), fiscalCode: row.next(),
                      notice: row.next(), ioID: row.next(), template: row.next(), corrects: row.next(), words: Self.words(row.next()))
            }
        }
        self.entries = entries
    }

    /// The words of a text in small letters without accents, with nothing of what the program splits them with.
    static func words(_ text: String) -> [String] {
        let plain: [Character: Character] = ["à": "a", "è": "e", "é": "e", "ì": "i", "ò": "o", "ù": "u"]
        return String(text.lowercased().map { plain[$0] ?? $0 }).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// What a filter finds, by looking at each.
    func found(_ filter: ArchiveFilter, of tenant: TenantID, scope: Scope = .all) -> [NotificationID] {
        let all = entries[tenant]!, corrected = Set(all.compactMap(\.corrects))
        return all.filter { entry in
            isChosen(entry, filter, scope, isCorrected: corrected.contains(entry.id))
                && (filter.fiscalCode.map { entry.fiscalCode.hasPrefix($0) } ?? true)
                && (filter.noticeNumber.map { entry.notice == $0 } ?? true)
                && (filter.ioID.map { entry.ioID == $0 } ?? true)
                && (filter.id.map { entry.id == $0 } ?? true)
                && (filter.idEnd.map { entry.id.description.hasSuffix($0) } ?? true)
                && (filter.from.map { entry.id >= .first(at: $0.startOfDayInRome) } ?? true)
                && (filter.through.map { entry.id < .first(at: $0.next.startOfDayInRome) } ?? true)
                && (filter.subject.map { sought in
                    Self.words(sought).allSatisfy { word in entry.words.contains { $0.hasPrefix(word) } }
                } ?? true)
        }.map(\.id)
    }

    private func isChosen(_ entry: Entry, _ filter: ArchiveFilter, _ scope: Scope, isCorrected: Bool) -> Bool {
        scope.allows(entry.service) && (filter.services.isEmpty || filter.services.contains(entry.service))
            && (filter.states.isEmpty || filter.states.contains(entry.state)) && (filter.person ?? entry.person) == entry.person
            && (filter.following == nil && filter.follower == nil || NotificationState.toFollow.contains(entry.state))
            && (filter.follower ?? entry.person) == entry.person && (filter.template == nil || filter.template == entry.template)
            && (filter.correction != .corrects || entry.corrects != nil) && (filter.correction != .corrected || isCorrected)
    }

    /// One every five minutes until now: some hundred days.
    ///
    /// - Returns: the template of some.
    @discardableResult
    private static func fill(_ tenant: TestTenant, _ services: [ServiceID], _ count: Int, _ db: Connection) throws -> TemplateID {
        let template = TemplateID.make()
        try db.execute("""
            INSERT INTO message_template (tenant_id, id, service_id, name) VALUES (\(tenant.id), \(template), \(services[0]), 'Avviso')
            """)
        func id(_ number: SQL) -> SQL {
            "UNHEX(CONCAT(LPAD(HEX(\(now) - (\(count) - (\(number))) * 300000), 12, '0'), '70008000', LPAD(HEX(\(number)), 12, '0')))"
        }
        let now = Int(Moment.now().microseconds / 1_000), common = services[0], some = services[services.count / 2], rare = services.last!
        try db.execute("""
            INSERT INTO notification (tenant_id, id, form_key, service_id, environment, state, attempt, io_id, fiscal_code, subject,
                                      markdown, amount_cents, notice_number, payable_after_due_date, created_by, template_id,
                                      template_version, corrects, resend_of)
            SELECT \(tenant.id), \(id("seq")), UNHEX(MD5(seq)),
                   CASE WHEN seq <= 40 THEN \(rare) WHEN seq % 3 = 0 THEN \(some) ELSE \(common) END, 'trial',
                   CASE WHEN seq > \(count) - 900 THEN 'refused' WHEN seq % 10 = 3 THEN 'unreachable' ELSE 'processed' END, 1,
                   CONCAT('01', LPAD(seq DIV 3, 8, '0'), LPAD(seq, 16, '0')),
                   CASE WHEN seq % 1000 = 0 THEN 'RSSMRA80A01H501U' WHEN seq % 1000 = 500 THEN CONCAT('VRD', LPAD(seq, 13, '0'))
                        ELSE CONCAT('CODICE', LPAD(seq % 4000, 10, '0')) END,
                   CONCAT(IF(seq % 2, 'Avviso di pagamento ', 'Comunicazione sull’'), IF(seq <= 4000, 'unità ', 'attività '),
                          CASE seq % 5 WHEN 0 THEN 'TARI' WHEN 1 THEN 'tariffa' WHEN 2 THEN 'tariffe' WHEN 3 THEN 'IMU' ELSE 'n. 7' END,
                          ' pratica ', seq, IF(seq = \(count / 2), ' unica', '')),
                   'Testo.', IF(seq % 4, NULL, 100), IF(seq % 4, NULL, LPAD(seq % 20, 18, '3')), IF(seq % 4, NULL, 1),
                   IF(seq % 7, \(tenant.operator_), \(tenant.administrator)), IF(seq % 50, NULL, \(template)), IF(seq % 50, NULL, 1),
                   IF(seq % 12 = 5, \(id("seq - 4 - seq % 5 * (seq > 20)")), NULL), IF(seq % 12 = 8, \(id("seq - 7")), NULL)
            FROM seq_1_to_\(SQL(trusted: String(count)))
            """)
        try db.script("ANALYZE TABLE notification, notification_word, notification_follow_up, notification_template, service")
        return template
    }
}

extension LongArchive {
    typealias Change = (criterion: String, name: String, apply: (inout ArchiveFilter) -> Void)

    private func day(_ number: Int) -> CalendarDate { .today(at: entries[database.one.id]![number].id.madeAt) }

    /// The ways to narrow an archive, of each criterion some: what most have, what few have, what none has.
    var changes: [Change] {
        let one = database.one
        let (newer, older) = (day(Self.count / 3), day(Self.count * 3 / 4))
        func subject(_ text: String) -> Change {
            ("oggetto", text, { $0.subject = text })
        }
        return [
            ("servizio", "molti", { $0.services = [services[0]] }), ("servizio", "alcuni", { $0.services = [services[1]] }),
            ("servizio", "pochi vecchi", { $0.services = [services[2]] }), ("servizio", "due", { $0.services = Set(services[1...]) }),
            ("stato", "molti", { $0.states = [.processed] }), ("stato", "alcuni", { $0.states = [.unreachable] }),
            ("stato", "solo nuovi", { $0.states = [.refused] }), ("stato", "nessuno", { $0.states = [.failed] }),
            ("stato", "tre", { $0.states = [.refused, .unreachable, .failed] }),
            ("stato", "tutti", { $0.states = Set(NotificationState.allCases) }),
            ("modello", "alcuni", { $0.template = template }), ("modello", "nessuno", { $0.template = .make() }),
            ("errata", "corregge", { $0.correction = .corrects }), ("errata", "corretta", { $0.correction = .corrected }),
            ("consegna", "una", { $0.ioID = entries[one.id]![17].ioID }), ("uuid", "una", { $0.id = entries[one.id]![99].id }),
            ("fine", "una", { $0.idEnd = String(entries[one.id]![400].id.description.suffix(12)) }),
            ("operatore", "molti", { $0.person = one.operator_ }), ("operatore", "alcuni", { $0.person = one.administrator }),
            ("seguire", "aperte", { $0.following = .open }), ("seguita", "da pochi", { $0.follower = one.administrator }),
            ("cf", "intero", { $0.fiscalCode = "RSSMRA80A01H501U" }), ("cf", "molti", { $0.fiscalCode = "CODICE" }),
            ("cf", "pochi", { $0.fiscalCode = "CODICE000000123" }), ("cf", "alcuni", { $0.fiscalCode = "VRD" }),
            ("avviso", "uno", { $0.noticeNumber = String(repeating: "3", count: 17) + "8" }),
            ("giorni", "dal", { $0.from = newer }), ("giorni", "fino", { $0.through = older }),
            subject("AVVISO"), subject("unita\u{300}"), subject("attivit"), subject("tari"), subject("tariffa"), subject("unica"),
            subject("n"), subject("7"), subject("1"), subject("123"), subject("1234"), subject("2999"), subject("pratica comunicazione"),
            subject("sull' unità imu"), subject("nulla"), subject("avviso comunicazione"),
        ]
    }
}
