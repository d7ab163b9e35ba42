@preconcurrency import Glibc

/// What of the installation systemd keeps running on this host.
struct Services {
    private static let all = [
        "puntuale-worker.service", "puntuale-web.socket", "puntuale-web.service", "puntuale-host.socket", "puntuale-host.service",
    ]
    private let units: [String]

    /// - Returns: `nil` where systemd does not run, or does not know a worker of ours.
    static func ofThisHost() throws -> Services? {
        guard access("/run/systemd/system", F_OK) == 0 else { return nil }
        let units = try all.filter { try succeeds("cat", $0) }
        return units.contains(all[0]) ? Services(units: units) : nil
    }

    /// Sockets too, or the next request would start a service again: nginx says meanwhile that the site is away.
    func stop() throws { try ExternalProgram("systemctl", ["stop"] + units).succeed() }

    /// Those that start with the machine: so it is also after a restore that was interrupted.
    func start() throws {
        let enabled = try units.filter { try Self.succeeds("is-enabled", $0) }
        if !enabled.isEmpty { try ExternalProgram("systemctl", ["start"] + enabled).succeed() }
    }

    private static func succeeds(_ verb: String, _ unit: String) throws -> Bool {
        let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(nowhere) }
        return try ExternalProgram("systemctl", "--quiet", verb, unit).run(output: nowhere) == 0
    }
}
