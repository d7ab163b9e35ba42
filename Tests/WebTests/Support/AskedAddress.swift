import Domain
import MariaDB
import Store
import Testing
@testable import Web

/// An address that the program says it has, to be asked.
struct AskedAddress: CustomStringConvertible {
    let method: String
    let pattern: String
    let access: Access
    let needsActiveTenant: Bool
    private let named: String?
    private let tenant: SiteTenant

    /// What an identifier in the path names, by what stands before it.
    private static let kinds = [
        "/notifiche": "notification", "/notifiche/bozze": "draft", "/esportazioni": "export", "/servizi": "service",
        "/modelli": "template", "/utenti": "person", "/enti": "tenant",
    ]

    fileprivate init(_ address: Address, _ site: Site, _ tenant: SiteTenant) throws {
        (method, pattern, needsActiveTenant, self.tenant) = (address.method, address.pattern, address.needsActiveTenant, tenant)
        let before = pattern.split(separator: "/{id}", omittingEmptySubsequences: false)
        let kind = before.count > 1 ? Self.kinds[String(before[0])] : nil
        named = kind
        if before.count > 1, kind == nil { Issue.record("what does {id} name in \(pattern)?") }
        let example = pattern.replacing("{id}", with: NotificationID.make().description)
        access = try #require(site.routes.find(method, example)).route.access
    }

    var isForAnyone: Bool { access == .anyone || access == .always }
    var isOfOnePerson: Bool { named == "draft" || named == "export" }
    var hasIdentifier: Bool { pattern.contains("{id}") }

    /// With what somebody has, where an identifier stands; who has nothing asks for what the administrator has.
    func path(for who: Who) -> String {
        let owner: Who = tenant.kind == .installation ? .installation : tenant.rows[who] == nil ? .administrator : who
        return path(naming: named.flatMap { tenant.rows[owner]?[$0] })
    }

    func path(naming identifier: AnyID?) -> String { identifier.map { pattern.replacing("{id}", with: $0.description) } ?? pattern }

    func admits(_ who: Who) -> Bool {
        switch access {
        case .anyone, .always: true
        case .entering: who.isEntering(at: tenant.kind)
        case .person(let role): who.role(at: tenant.kind).map { $0 >= role } ?? false
        }
    }

    var description: String { "\(method) \(pattern)" }
}

extension TestSite {
    /// Every address of a tenant or of the administration.
    func addresses(of tenant: SiteTenant) throws -> [AskedAddress] {
        let site = site(of: tenant)
        return try site.addresses.map { try AskedAddress($0, site, tenant) }
    }

    /// Asks for it, with the token of who asks.
    func ask(_ address: AskedAddress, as who: Who, of tenant: SiteTenant, at path: String? = nil) -> Page {
        let path = path ?? address.path(for: who)
        return address.method == "GET" ? get(path, as: who, of: tenant) : post(path, as: who, of: tenant)
    }

    var everySite: [SiteTenant] { [one, other, administration] }

    /// What is in each table, as a number; without what whoever asks leaves there.
    func digest() throws -> [String: String] {
        let tables = try installation.db.rows("""
            SELECT table_name FROM information_schema.tables
            WHERE table_schema = DATABASE() AND table_name NOT IN ('session', 'login_failure')
            """) { $0.next(String.self) }
        let rows = try installation.db.rows("CHECKSUM TABLE \(SQL(trusted: tables.joined(separator: ", ")))") {
            ($0.next(String.self), "\($0.next(Int?.self) ?? 0)")
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
