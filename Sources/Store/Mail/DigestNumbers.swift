import Domain
import MariaDB

extension TenantStore {
    /// The tenant's summary of a day, of what pages read as well: it counts nothing itself.
    func digest(on day: CalendarDate) throws -> Digest {
        let yesterday = day.previous, cares = try cares(on: day), worklist = try worklist()
        let names = Dictionary(uniqueKeysWithValues: try db.rows("SELECT id, name FROM service WHERE tenant_id = \(tenant)") {
            ($0.next(ServiceID.self), $0.next(String.self))
        })
        func name(_ service: ServiceID) -> String { names[service] ?? "" }
        var digest = Digest(day: day, yesterday: yesterday)
        digest.toFollow = Dictionary(grouping: worklist.entries, by: \.service).map { (name($0.key), $0.value.count) }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { (service: $0.0, count: $0.1) }
        digest.toFollowIsWhole = worklist.isWhole
        var added: [ServiceID: Digest.Added] = [:]
        for tally in try tallies(since: yesterday) where tally.day == yesterday {
            guard case .service(let service) = tally.subject else { continue }
            added[service, default: Digest.Added(service: name(service))].add(tally.count, in: tally.state)
        }
        digest.added = added.values.sorted { ($1.total, $0.service) < ($0.total, $1.service) }
        digest.scheduled = cares.scheduled
        digest.stopped = try headerNotices().alarms.compactMap { alarm in
            guard case .serviceStopped(let kind, _) = alarm.cause, let service = alarm.service else { return nil }
            return (service: service.name, why: kind.word)
        }
        digest.refusedKeys = cares.refusedKeys.map(name)
        digest.nearCeilings = cares.nearCeilings.map(name)
        return digest
    }
}
