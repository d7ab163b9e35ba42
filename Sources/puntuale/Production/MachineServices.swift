@preconcurrency import Glibc

/// The services of this machine, as the package has laid them down: systemd's units and nginx's sites.
struct MachineServices {
    private static let nginx = "/etc/nginx"
    private static let settings = "/etc/puntuale/nginx"
    private static let certificates = "/etc/puntuale/certificates"

    /// Whether systemd runs here.
    var haveSystemd: Bool { access("/run/systemd/system", F_OK) == 0 }

    /// Lets the pages and the backup reach a database on another machine: their units give them no network.
    ///
    /// - Throws: `CommandError`.
    func openNetwork() throws {
        for unit in ["puntuale-web.service", "puntuale-host.service", "puntuale-backup.service"] {
            try makeDirectory("/etc/systemd/system/\(unit).d")
            let isNew = try FreshFile("/etc/systemd/system/\(unit).d/base-dati.conf").make("""
                # Scritto da puntuale setup: la base dati è su un'altra macchina.
                [Service]
                PrivateNetwork=no
                RestrictAddressFamilies=AF_INET AF_INET6
                IPAddressDeny=

                """.utf8)
            if isNew { print("servizi: \(unit) raggiunge la base dati per rete") }
        }
        if haveSystemd { try systemctl(["daemon-reload"]) }
    }

    /// Starts everything, now and at each boot. What runs already goes on.
    ///
    /// - Parameter name: of the pages of the administration.
    /// - Throws: `CommandError`.
    func start(installationAt name: String) throws {
        if haveSystemd {
            let sockets = ["puntuale-web.socket", "puntuale-host.socket"]
            try systemctl(["enable", "--quiet", "--now"] + sockets + ["puntuale-worker.service", "puntuale-backup.timer"])
            try systemctl(["start", "puntuale-web.service", "puntuale-host.service"])
            print("servizi: avviati")
        } else {
            print("servizi: qui non c'è systemd, vanno avviati in altro modo")
        }
        try serve(name)
    }

    /// Lets the installed version take the place of the one that runs: each service that is there ends what it has begun, while its socket
    /// keeps who comes.
    ///
    /// - Throws: `CommandError` when one does not come up again.
    func replace() throws {
        guard haveSystemd else { return print("servizi: qui non c'è systemd, vanno riavviati in altro modo") }
        try systemctl(["daemon-reload"])
        let services = try ["web", "host", "worker"].map { "puntuale-\($0).service" }.filter { try isActive($0) }
        if services.isEmpty { return print("servizi: sono fermi; li avvia puntuale setup") }
        for service in services { try systemctl(["restart", service]) }
        if try isActive("nginx.service") { try systemctl(["reload", "nginx.service"]) }
        sleep(1) // one that refuses its configuration or its database has ended by then
        for service in services where try !isActive(service) {
            throw CommandError("\(service) non è ripartito: journalctl -u \(service) dice perché.")
        }
        print("servizi: riavviati")
    }

    private func isActive(_ unit: String) throws -> Bool {
        try ExternalProgram("systemctl", "is-active", "--quiet", unit).run() == 0
    }

    func systemctl(_ arguments: [String]) throws { try ExternalProgram("systemctl", arguments).succeed() }

    private func serve(_ name: String) throws {
        guard access("\(Self.nginx)/sites-available/puntuale", F_OK) == 0, access("/usr/sbin/nginx", X_OK) == 0 else {
            return print("nginx: non è installato")
        }
        let file = "\(Self.settings)/installation-name.conf"
        // Of another name, it was written before somebody put the name right.
        if let bytes = contents(ofFile: file, atMost: 1 << 16), !String(decoding: bytes, as: UTF8.self).contains("server_name \(name);") {
            unlink(file)
        }
        try FreshFile(file).make("""
            # L'amministrazione del sistema. Se chi amministra ha una rete sua, qui si ammette quella e si esclude il resto:
            #     allow 10.0.0.0/24;
            #     deny all;
            server_name \(name);

            """.utf8)
        // nginx has no other for a name than a file of that name.
        for kind in ["pem", "key"] { symlink("default.\(kind)", "\(Self.certificates)/\(name).\(kind)") }
        removeDefaultSite()
        if symlink("../sites-available/puntuale", "\(Self.nginx)/sites-enabled/puntuale") != 0, errno != EEXIST {
            throw CommandError("Il sito di nginx non si può attivare: \(lastSystemError()).")
        }
        try ExternalProgram("nginx", "-t", "-q").succeed()
        if haveSystemd { try systemctl(["reload-or-restart", "nginx.service"]) }
        print("nginx: serve le pagine")
    }

    /// Debian's welcome page claims every name, as ours must.
    private func removeDefaultSite() {
        let site = "\(Self.nginx)/sites-enabled/default"
        guard let target = realpath(site, nil) else { return }
        defer { free(target) }
        guard String(cString: target) == "\(Self.nginx)/sites-available/default", unlink(site) == 0 else { return }
        print("nginx: tolto il sito di benvenuto di Debian (resta in sites-available)")
    }
}
