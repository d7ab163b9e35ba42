@preconcurrency import Glibc

/// What keeps our services running on this machine, where it is there.
enum Systemd {
    static var isHere: Bool { access("/run/systemd/system", F_OK) == 0 }

    /// `systemctl` with these words.
    ///
    /// - Throws: `CommandError` when it fails; why, it has said itself.
    static func run(_ words: [String]) throws { try ExternalProgram("systemctl", words).succeed() }

    /// Asks for a fact about a unit.
    ///
    /// - Parameter question: `is-active`, `is-enabled`, or `cat`: whether there is such a unit.
    static func says(_ question: String, of unit: String) throws -> Bool {
        let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(nowhere) }
        return try ExternalProgram("systemctl", "--quiet", question, unit).run(output: nowhere) == 0
    }

    /// Waits until services that have just been started would have ended if they refused their configuration or their database.
    ///
    /// - Throws: `CommandError` for one that is not there.
    static func requireUp(_ services: [String]) throws {
        sleep(1)
        for service in services where try !says("is-active", of: service) {
            throw CommandError("\(service) non è ripartito: journalctl -u \(service) dice perché.")
        }
    }
}
