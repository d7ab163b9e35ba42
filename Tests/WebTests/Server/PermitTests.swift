import Domain
import MariaDB
import Secrets
import Store
import Synchronization
import Testing
import TestSupport
@testable import Web
@preconcurrency import Glibc

/// What somebody may do counts at the moment when it is written, not when the request came.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct PermitTests {
    /// What an administrator, or the administration, takes away.
    enum Taken: CaseIterable {
        case person, role, services, tenantActive, tenantOpen

        /// Whether an act asks for it.
        func isNeeded(by act: Act, _ address: AskedAddress) -> Bool {
            switch self {
            case .person: true
            case .role: act.tenant.kind == .publicBody && [.operator, .administrator].contains(act.who) && !act.isOfOneself
            // A draft may be of any service or of none; what is done to several is done to those that are left.
            case .services: act.who == .operator && !act.isOfOneself && !["/notifiche/bozze/{id}/elimina", "/notifiche/insieme",
                                                                          "/notifiche/insieme/conferma"].contains(act.pattern)
            case .tenantActive: address.needsActiveTenant || act.pattern == "/notifiche/nuova"
            case .tenantOpen: act.tenant.kind == .publicBody
            }
        }

        func taking(from person: PersonID, of tenant: TenantID) -> SQL {
            switch self {
            case .person: "UPDATE person SET disabled = TRUE WHERE id = \(person)"
            case .role: "UPDATE person SET role = 'viewer' WHERE id = \(person)"
            case .services: "UPDATE person SET all_services = FALSE WHERE id = \(person)"
            case .tenantActive: "UPDATE tenant SET state = 'read_only', state_reason = 'Prova' WHERE id = \(tenant)"
            case .tenantOpen: "UPDATE tenant SET state = 'closed', state_reason = 'Prova' WHERE id = \(tenant)"
            }
        }
    }

    @Test func `every address that writes has an act here, and the act writes`() throws {
        try TestSite.run { site in
            let everything = try Self.everything(site), before = try site.digest()
            for (acts, address) in everything {
                #expect(acts.isEmpty == Acts.writingNothing.contains(address.pattern), "\(address)")
                for act in acts {
                    if let needs = act.needs { try site.installation.db.execute(needs.on) }
                    let (page, after) = try site.undoing { (act.send(site), try site.digest()) }
                    #expect(after != before, "\(act): \(page.status) \(page.title) \(page.alerts)")
                    if let needs = act.needs { try site.installation.db.execute(needs.off) }
                }
            }
        }
    }

    @Test(arguments: Taken.allCases) func `what somebody may no longer do when its turn comes is refused, and nothing is written`(
        taken: Taken
    ) throws {
        try TestSite.run { site in
            let holder = try site.onAnotherConnection()
            let everything = try Self.everything(site), before = try site.digest()
            for (acts, address) in everything {
                for act in acts where taken.isNeeded(by: act, address) {
                    if let needs = act.needs { try site.installation.db.execute(needs.on) }
                    let person = try site.person(who: act.who, of: act.tenant)
                    let kept = try Kept(person, act.tenant.id, site.installation.db)
                    let answer = try Self.send(act, site) { wait in
                        try holder.installation.db.transaction {
                            try holder.installation.db.execute(taken.taking(from: person, of: act.tenant.id))
                            try wait()
                        }
                    }
                    let later = act.send(site)
                    try kept.restore(site.installation.db)
                    let isSame = answer.status == later.status && answer.title == later.title
                    #expect(isSame, "\(act): \(answer) \(later.status) \(later.title)")
                    if let needs = act.needs { try site.installation.db.execute(needs.off) }
                    #expect(try site.digest() == before, "\(act): \(answer)")
                }
            }
        }
    }

    /// Each address of the table that takes a form, once: the administration shares many with the tenants.
    private static func everything(_ site: TestSite) throws -> [(acts: [Act], address: AskedAddress)] {
        var known: Set<String> = [], found: [(acts: [Act], address: AskedAddress)] = []
        for tenant in [site.one, site.administration] {
            let acts = try Acts(site, tenant).all
            for address in try site.addresses(of: tenant) where address.method == "POST" && known.insert(address.pattern).inserted {
                found.append((acts.filter { $0.pattern == address.pattern }, address))
            }
        }
        return found
    }

    /// Sends an act from another connection once the body holds what it holds, and lets go when the act waits for that, or is over.
    private static func send(_ act: Act, _ site: TestSite, _ body: (() throws -> Void) throws -> Void) throws -> Answer {
        let begins = Mutex(false), connection = Mutex(0), answer = Mutex<Answer?>(nil), elsewhere = site.elsewhere
        let unsafeAct = SentAct(act)
        try beside({
            while !begins.withLock({ $0 }) { usleep(500) }
            do {
                let site = try elsewhere()
                let id = try site.installation.db.first("SELECT CONNECTION_ID()") { $0.next(Int.self) } ?? 0
                connection.withLock { $0 = id }
                let page = unsafeAct.act.send(site)
                answer.withLock { $0 = Answer(status: page.status, title: page.title) }
            } catch {
                answer.withLock { $0 = Answer(status: 0, title: "\(error)") }
            }
        }, end: { begins.withLock { $0 = true } }) {
            try body {
                begins.withLock { $0 = true }
                for _ in 0..<1_000 {
                    usleep(4_000)
                    if answer.withLock({ $0 != nil }) { break }
                    // No statement of theirs takes so long unless it waits.
                    let waits = try site.installation.db.first("""
                        SELECT 1 FROM information_schema.processlist
                        WHERE id = \(connection.withLock { $0 }) AND command = 'Execute' AND time_ms > 40
                        """) { $0.next(Int.self) }
                    if waits != nil { break }
                }
            }
        }
        return try #require(answer.withLock { $0 })
    }

    private struct Answer: Sendable { var status: Int, title: String }

    /// Sent by one thread while another waits for it.
    private struct SentAct: @unchecked Sendable {
        let act: Act
        init(_ act: Act) { self.act = act }
    }

    /// What is taken, as it was.
    private struct Kept {
        let person: PersonID, tenant: TenantID, role: String, allServices: Bool

        init(_ person: PersonID, _ tenant: TenantID, _ db: Connection) throws {
            (self.person, self.tenant) = (person, tenant)
            (role, allServices) = try #require(try db.first("SELECT role, all_services FROM person WHERE id = \(person)") {
                ($0.next(String.self), $0.next(Bool.self))
            })
        }

        func restore(_ db: Connection) throws {
            try db.execute("""
                UPDATE person SET disabled = FALSE, role = \(role), all_services = \(allServices),
                       totp_counter = IF(username = 'lea', NULL, totp_counter) WHERE id = \(person)
                """)
            try db.execute("UPDATE tenant SET state = 'active', state_reason = NULL WHERE id = \(tenant)")
        }
    }
}

extension Act {
    /// Everybody who has a session may do it to themselves.
    fileprivate var isOfOneself: Bool { pattern.hasPrefix("/profilo") }
}

extension TestSite {
    /// Whose session somebody has.
    func person(who: Who, of tenant: SiteTenant) throws -> PersonID {
        let digest = try #require(tenant.sessions[who]).digest
        return try #require(try installation.db.first("SELECT person_id FROM session WHERE digest = \(digest)") { $0.next() })
    }
}
