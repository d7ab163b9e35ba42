import AppIO
import MariaDB
import Testing

@preconcurrency import Glibc

@testable import puntuale

struct ConfigurationTests {
    let sample = ConfigurationSample()

    @Test func `a whole file gives every section`() throws {
        let configuration = sample.configuration()
        let web = try configuration.web()
        #expect(web.threads == 8)
        #expect(web.socket == nil)
        #expect(web.database.server == .socket("\(sample.directory)/mariadb.sock"))
        #expect(try web.database.password?.password() == "parola d'ordine")
        #expect("\(web.log.level)" == "info")
        let worker = try configuration.worker()
        #expect(worker.trialAppIO.description == "http://127.0.0.1:9080/api/v1")
        #expect(worker.database.password == nil)
        #expect([worker.connectSeconds, worker.submitSeconds, worker.askSeconds] == [10, 60, 15])
        #expect(worker.markFile == "\(sample.directory)/worker.mark")
        #expect(try configuration.sandbox().threads == 32)
        #expect(try configuration.administration().database.user == "admin")
        #expect(try configuration.migration().name == "puntuale")
    }

    @Test func `a section asks only for what it needs`() throws {
        let configuration = sample.configuration(["keys.private_file": nil, "appio.real": nil, "sandbox.threads": nil])
        _ = try configuration.web()
        _ = try configuration.migration()
        #expect(texts { try configuration.worker() } == ["manca appio.real", "manca keys.private_file"])
    }

    @Test func `who is told of a hole is an address that can be written to, or nobody`() throws {
        #expect(try sample.configuration().web().securityContact == nil)
        for contact in ["mailto:sicurezza@example.it", "https://example.it/sicurezza", "tel:+390612345678"] {
            let configuration = sample.configuration(["web.security_contact": "web.security_contact = \(contact)"])
            #expect(try configuration.web().securityContact == contact)
        }
        for wrong in ["sicurezza@example.it", "http://example.it", "mailto:a b"] {
            let configuration = sample.configuration(["web.security_contact": "web.security_contact = \(wrong)"])
            #expect(texts { try configuration.web() }.count == 1, "\(wrong)")
        }
    }

    @Test func `keys that do not exist yet have a place`() throws {
        let configuration = sample.configuration([
            "keys.public_file": "keys.public_file = /nowhere/public", "keys.private_file": "keys.private_file = /nowhere/private",
        ])
        #expect(try configuration.keyPaths().privateKey == "/nowhere/private")
    }

    @Test func `every fault of the form comes with its line, and with the faults of the section`() {
        let text = """
            web.therads = 3
            nonsense
            web.threads = 8
            web.threads = 9
            log.level =\u{20}
            appio.real = http://example.org
            """
        let faults = #expect(throws: ConfigurationFaults.self) {
            try Configuration(file: ConfigurationFile(path: "f", text: text)).worker()
        }
        let found = Set((faults?.faults ?? []).map { "\($0.line ?? 0) \($0.text)" })
        #expect(found.isSuperset(of: [
            "1 chiave sconosciuta «web.therads»",
            "2 la riga non ha la forma «chiave = valore»",
            "4 web.threads c'è già alla riga 3",
            "5 log.level è senza valore",
            "6 appio.real: «http://example.org» deve cominciare con https://",
            "0 manca appio.trial",
            "0 manca database.name",
            "0 manca database.socket, oppure database.host con database.port",
        ]))
    }

    @Test(arguments: [
        ("web.threads = 0", "web.threads: «0» non è un numero intero da 1 a 256"),
        ("web.threads = 257", "web.threads: «257» non è un numero intero da 1 a 256"),
        ("web.threads = 8x", "web.threads: «8x» non è un numero intero da 1 a 256"),
        ("web.templates = templates", "web.templates: «templates» non è un percorso assoluto"),
        ("web.templates = /nowhere/at/all", "web.templates: la directory /nowhere/at/all non c'è"),
        ("web.statics = statico/", "web.statics: «statico/» non è un percorso che comincia con / e non finisce con /"),
        ("database.name = a-b", "database.name: «a-b» non è un nome di al più 64 lettere, cifre e _"),
        ("log.level = loud", "log.level: «loud» non è uno di: trace, debug, info, notice, warning, error, critical"),
        ("database.host = db.example", "database.host: non può stare insieme a database.socket"),
    ])
    func `a value that cannot be is told`(line: String, fault: String) {
        let key = String(line.prefix { $0 != " " })
        let configuration = sample.configuration([key: line])
        #expect(texts { try configuration.web() } == [fault])
    }

    @Test func `the sandbox has its dice, waits and delays from the file, or its own`() throws {
        let usual = try sample.configuration().sandbox()
        #expect(usual.seed == 1 && usual.hangSeconds == 75 && usual.processingMilliseconds == 1_000...3_000)
        let chosen = try sample.configuration([
            "sandbox.seed": "sandbox.seed = 7", "sandbox.hang_seconds": "sandbox.hang_seconds = 2",
            "sandbox.processing_ms": "sandbox.processing_ms = 0-50",
        ]).sandbox()
        #expect(chosen.seed == 7 && chosen.hangSeconds == 2 && chosen.processingMilliseconds == 0...50)
        for wrong in ["50", "50-0", "0-600001", "-1-5", "a-b"] {
            let changed = sample.configuration(["sandbox.processing_ms": "sandbox.processing_ms = \(wrong)"])
            #expect(texts { try changed.sandbox() }
                == ["sandbox.processing_ms: «\(wrong)» non è un intervallo da 0 a 600000, come 1000-3000"])
        }
    }

    @Test func `what the worker would not start with is told before: a file without a key, a mark without a directory`() {
        let short = String(repeating: "k", count: 33)
        sample.write("public.key", short)
        sample.write("private.key", short)
        let changed = sample.configuration(["worker.mark_file": "worker.mark_file = /nowhere/worker.mark"])
        let hint = "non contiene una chiave: crearla con puntuale keys create"
        #expect(texts { try changed.worker() } == [
            "keys.private_file: il file \(sample.directory)/private.key \(hint)",
            "keys.public_file: il file \(sample.directory)/public.key \(hint)",
            "worker.mark_file: la directory /nowhere non c'è",
        ])
    }

    @Test func `a socket path has at most 107 bytes`() {
        let longest = sample.directory + "/" + String(repeating: "s", count: 107 - sample.directory.utf8.count - 1)
        #expect(texts { try sample.configuration(["doorbell.socket": "doorbell.socket = \(longest)"]).web() } == [])
        #expect(texts { try sample.configuration(["doorbell.socket": "doorbell.socket = \(longest)s"]).web() }
            == ["doorbell.socket: il percorso di un socket è al più di 107 byte, questo è di 108"])
    }

    @Test func `a public key that others may change is refused, and a private one that others may read`() {
        chmod("\(sample.directory)/public.key", 0o666)
        chmod("\(sample.directory)/private.key", 0o640)
        #expect(texts { try sample.configuration().worker() } == [
            "keys.private_file: il file \(sample.directory)/private.key è accessibile ad altri: serve chmod 600",
            "keys.public_file: il file \(sample.directory)/public.key può essere scritto da altri: serve chmod 644",
        ])
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away")) func `the key that seals is root's, also where root looks`() {
        for name in ["public.key", "private.key"] { chown("\(sample.directory)/\(name)", 65_534, 65_534) }
        #expect(texts { try sample.configuration().worker() }
            == ["keys.public_file: il file \(sample.directory)/public.key non appartiene a root"])
    }

    /// In a process of its own: who a process is, all its threads are.
    @Test(.enabled(if: geteuid() == 0, "only root can be somebody else")) func `root looks at files with the eyes of the service`() async {
        await #expect(processExitsWith: .success) {
            let sample = ConfigurationSample(), nobody = try #require(ServiceAccount("nobody"))
            for name in ["", "/templates", "/export"] { chmod(sample.directory + name, 0o755) }
            var configuration = sample.configuration()
            configuration.view.account = nobody
            // The secrets of a service are root's: systemd hands them over.
            #expect(texts { try configuration.web() } == ["keys.public_file: il file \(sample.directory)/public.key non si può leggere "
                + "come utente nobody: Permission denied: serve chmod 644"])
            chmod("\(sample.directory)/public.key", 0o644)
            #expect(texts { try configuration.worker() } == [
                "export.directory: la directory \(sample.directory)/export non si può scrivere come utente nobody: Permission denied",
                "worker.mark_file: la directory \(sample.directory) non si può scrivere come utente nobody: Permission denied",
            ])
            // What root left there stops the service as well.
            for name in ["", "/export"] { chown(sample.directory + name, 65_534, 65_534) }
            for name in ["worker.mark", "export/old"] { close(open("\(sample.directory)/\(name)", O_CREAT | O_WRONLY, 0o600)) }
            #expect(texts { try configuration.worker() } == [
                "export.directory: il file \(sample.directory)/export/old non si può scrivere come utente nobody: Permission denied",
                "worker.mark_file: il file \(sample.directory)/worker.mark non si può scrivere come utente nobody: Permission denied",
            ])
            #expect(geteuid() == 0 && getegid() == 0)
            #expect(texts { try sample.configuration().worker() } == [])
            for name in ["worker.mark", "export/old"] { unlink("\(sample.directory)/\(name)") }
        }
    }

    @Test func `a credential of systemd that is not there is told, and is not taken for a file`() {
        let changed = sample.configuration(["keys.private_file": "keys.private_file = credential:keys.private"])
        #expect(texts { try changed.worker() }
            == ["keys.private_file: «credential:keys.private» è una credenziale di systemd, che qui non c'è"])
        #expect(texts { try changed.keyPaths() }
            == ["keys.private_file: «credential:keys.private» è una credenziale di systemd, che qui non c'è"])
        #expect(texts { try changed.keyPaths(privateFile: "/etc/puntuale/keys.private") } == [])
    }

    @Test func `to who administers, a credential is the file that the service is given`() throws {
        var changed = sample.configuration(["keys.private_file": "keys.private_file = credential:private.key"])
        changed.view.credentials = sample.directory
        #expect(try changed.keyPaths().privateKey == "\(sample.directory)/private.key")
        #expect(try changed.worker().privateKey.path == "\(sample.directory)/private.key")
    }

    @Test func `databases on other hosts are verified, in the order in which they are named, at one port`() throws {
        let host: [String: String?] = ["database.socket": nil, "database.host": "database.host = db1.example, db2.example  10.0.0.3,::1"]
        let hosts = ["db1.example", "db2.example", "10.0.0.3", "::1"]
        #expect(try sample.configuration(host).migration().server == .hosts(hosts, port: 3306, security: .verified(authorities: nil)))
        sample.write("services.json", "certificato")
        let authorities = "\(sample.directory)/services.json"
        let more: [String: String?] = [
            "database.port": "database.port = 3307", "database.tls": "database.tls = verified",
            "database.ca_file": "database.ca_file = \(authorities)",
        ]
        #expect(try sample.configuration(host.merging(more) { $1 }).migration().server
            == .hosts(hosts, port: 3307, security: .verified(authorities: authorities)))
    }

    @Test func `a database on another host is not reached in the clear, one on this machine is when the file says so`() throws {
        func server(_ hosts: String, _ more: [String: String?] = [:]) throws -> ConnectionOptions.Server {
            let plain: [String: String?] = ["database.socket": nil, "database.host": "database.host = \(hosts)",
                                            "database.tls": "database.tls = no"]
            return try sample.configuration(plain.merging(more) { $1 }).migration().server
        }
        #expect(try server("localhost 127.0.0.2 ::1") == .hosts(["localhost", "127.0.0.2", "::1"], port: 3306, security: .none))
        #expect(texts { try server("127.0.0.1.example") } == ["""
            database.tls: senza TLS i dati dei cittadini, i messaggi, le sessioni e le password della base dati viaggiano in chiaro verso \
            127.0.0.1.example: «no» è ammesso solo verso questa stessa macchina
            """])
        #expect(texts { try server("localhost", ["database.ca_file": "database.ca_file = /dev/null"]) }
            == ["database.ca_file: non può stare insieme a database.tls = no"])
        #expect(texts { try server("localhost", ["database.tls": "database.tls = yes"]) }
            == ["database.tls: «yes» non è uno di: verified, no"])
        #expect(texts { try server("localhost:3306") }
            == ["database.host: «localhost:3306» non è un nome host né un indirizzo; la porta si indica in database.port"])
    }

    @Test func `a file from Windows reads the same`() throws {
        let file = ConfigurationFile(path: "f", text: sample.lines.joined(separator: "\r\n"))
        #expect(try Configuration(file: file).web().threads == 8)
    }

    @Test func `a file that is not there is one fault`() {
        let faults = #expect(throws: ConfigurationFaults.self) { try Configuration.load("/nowhere/puntuale.conf") }
        #expect(faults?.description == "/nowhere/puntuale.conf: un errore\n  il file non si può leggere: No such file or directory")
    }
}

/// What the faults say, in alphabetical order; empty when there are none.
func texts(_ read: () throws -> some Any) -> [String] {
    do {
        _ = try read()
        return []
    } catch let faults as ConfigurationFaults {
        return faults.faults.map(\.text).sorted()
    } catch {
        return ["\(error)"]
    }
}
