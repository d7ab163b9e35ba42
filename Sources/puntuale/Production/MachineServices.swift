import Certificates
@preconcurrency import Glibc

/// The services of this machine, as the package has laid them down: systemd's units and nginx's sites.
struct MachineServices {
    private static let nginx = "/etc/nginx"
    private static let settings = "/etc/puntuale/nginx"
    private let certificates = CertificateDirectory("/etc/puntuale/certificates")

    /// Lets the pages and the backup reach a database on another machine: their units give them no network.
    ///
    /// - Throws: `CommandError`.
    func openNetwork() throws {
        for unit in ["puntuale-web.service", "puntuale-host.service", "puntuale-backup.service"] {
            let isNew = try add("base-dati", to: unit, """
                # Scritto da puntuale setup: la base dati è su un'altra macchina.
                [Service]
                PrivateNetwork=no
                RestrictAddressFamilies=AF_INET AF_INET6
                IPAddressDeny=

                """)
            if isNew { print("servizi: \(unit) raggiunge la base dati per rete") }
        }
        if Systemd.isHere { try Systemd.run(["daemon-reload"]) }
    }

    /// Puts settings beside those of a unit, once. systemd reads them when it is told to.
    ///
    /// - Returns: whether they were not there.
    private func add(_ name: String, to unit: String, _ settings: String) throws -> Bool {
        try makeDirectory("/etc/systemd/system/\(unit).d")
        return try FreshFile("/etc/systemd/system/\(unit).d/\(name).conf").make(settings.utf8)
    }

    /// Starts everything, now and at each boot. What runs already goes on.
    ///
    /// - Parameter name: of the pages of the administration.
    /// - Throws: `CommandError`.
    func start(installationAt name: String) throws {
        if Systemd.isHere {
            let sockets = ["puntuale-web.socket", "puntuale-host.socket"]
            try Systemd.run(["enable", "--quiet", "--now"] + sockets + ["puntuale-worker.service", "puntuale-backup.timer"])
            try Systemd.run(["start", "puntuale-web.service", "puntuale-host.service"])
            print("servizi: avviati")
        } else {
            print("servizi: qui non c'è systemd, vanno avviati in altro modo")
        }
        try serve(name)
    }

    /// Lets the installed version take the place of the one that runs: each service that is there ends what it has begun, while its socket
    /// keeps who comes.
    ///
    /// - Returns: whether it has; false: somebody else is to start them.
    /// - Throws: `CommandError` when one does not come up again.
    func replace() throws -> Bool {
        guard Systemd.isHere else {
            print("servizi: qui non c'è systemd, vanno riavviati in altro modo")
            return false
        }
        try Systemd.run(["daemon-reload"])
        let services = try ["web", "host", "worker"].map { "puntuale-\($0).service" }.filter { try Systemd.says("is-active", of: $0) }
        if services.isEmpty {
            print("servizi: sono fermi; li avvia puntuale setup")
            return false
        }
        for service in services { try Systemd.run(["restart", service]) }
        if try Systemd.says("is-active", of: "nginx.service") { try Systemd.run(["reload", "nginx.service"]) }
        try Systemd.requireUp(services)
        print("servizi: riavviati")
        return true
    }

    private func serve(_ name: String) throws {
        guard access("\(Self.nginx)/sites-available/puntuale", F_OK) == 0, access("/usr/sbin/nginx", X_OK) == 0 else {
            return print("nginx: non è installato")
        }
        let file = "\(Self.settings)/installation-name.conf"
        // It was written before somebody put the name right.
        if let other = nameServed(by: file), other != name {
            unlink(file)
            for kind in CertificateDirectory.File.allCases {
                let link = certificates.path(of: kind, for: other)
                if (try? linkTarget(link)) == standIn(kind) { unlink(link) }
            }
        }
        try FreshFile(file).make("""
            # L'amministrazione del sistema. Se chi amministra ha una rete sua, qui si ammette quella e si esclude il resto:
            #     allow 10.0.0.0/24;
            #     deny all;
            server_name \(name);

            """.utf8)
        // nginx has no other for a name than a file of that name.
        for kind in CertificateDirectory.File.allCases { symlink(standIn(kind), certificates.path(of: kind, for: name)) }
        removeDefaultSite()
        if symlink("../sites-available/puntuale", "\(Self.nginx)/sites-enabled/puntuale") != 0, errno != EEXIST {
            throw CommandError("Il sito di nginx non si può attivare: \(lastSystemError()).")
        }
        try NginxRoom().make()
        try ExternalProgram("nginx", "-t", "-q").succeed()
        // Debian's unit leaves it down.
        let isNew = try add("puntuale", to: "nginx.service", """
            # Scritto da puntuale setup: nginx che muore riparte da sé.
            [Service]
            Restart=on-failure
            RestartSec=1

            """)
        if Systemd.isHere {
            if isNew { try Systemd.run(["daemon-reload"]) }
            try Systemd.run(["reload-or-restart", "nginx.service"])
        }
        print("nginx: serve le pagine")
    }

    private func standIn(_ kind: CertificateDirectory.File) -> String { "\(CertificateDirectory.nameless).\(kind.rawValue)" }

    private func nameServed(by file: String) -> String? {
        let lines = contents(ofFile: file, atMost: 1 << 16)?.split(separator: UInt8(ascii: "\n")) ?? []
        let line = lines.map { String(decoding: $0, as: UTF8.self) }.first { $0.hasPrefix("server_name ") }
        return line.map { String($0.dropFirst("server_name ".count).prefix { $0 != ";" }) }
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
