/// What of the installation systemd keeps running on this host, while the database is replaced.
struct Services {
    private static let all = [
        "puntuale-worker.service", "puntuale-web.socket", "puntuale-web.service", "puntuale-host.socket", "puntuale-host.service",
    ]
    private let units: [String]

    /// - Returns: `nil` where systemd does not run, or does not know a worker of ours.
    static func ofThisHost() throws -> Services? {
        guard Systemd.isHere else { return nil }
        let units = try all.filter { try Systemd.says("cat", of: $0) }
        return units.contains(all[0]) ? Services(units: units) : nil
    }

    /// Sockets too, or the next request would start a service again: nginx says meanwhile that the site is away.
    func stop() throws { try Systemd.run(["stop"] + units) }

    /// Those that start with the machine: so it is also after a restore that was interrupted.
    ///
    /// - Throws: `CommandError` when one does not come up.
    func start() throws {
        let enabled = try units.filter { try Systemd.says("is-enabled", of: $0) }
        guard !enabled.isEmpty else { return }
        try Systemd.run(["start"] + enabled)
        try Systemd.requireUp(enabled)
    }
}
