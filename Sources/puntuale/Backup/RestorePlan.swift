import Domain
import MariaDB
import Store
import Worker

/// A backup beside the database that it is to take the place of: whether it may, and what that means.
struct RestorePlan {
    let backup: Backup
    let manifest: BackupManifest
    let live: LiveDatabase
    let services: Services?
    /// The secrets of which this host has none or another.
    let foreign: [BackupSecret]
    private let secrets: [BackupSecret]
    private let younger: LiveDatabase.Younger?

    /// Looks at all of it, and changes nothing.
    ///
    /// - Throws: `CommandError` when the backup is damaged, is none of this installation, or does not fit this program.
    init(_ backup: Backup, _ source: BackupSource) throws {
        self.backup = backup
        secrets = source.secrets
        let dump = try backup.check()
        let server = try source.database.longConnection(selectsDatabase: false)
        guard let text = contents(ofFile: backup.file(Backup.manifest), atMost: 1 << 24),
              let manifest = try server.backupManifest(String(decoding: text, as: UTF8.self))
        else { throw CommandError("\(backup.file(Backup.manifest)) non si può leggere.") }
        self.manifest = manifest
        guard manifest.format == BackupManifest.format, manifest.schema <= Schema.version else {
            throw CommandError("""
                La copia è della versione \(manifest.program), con la base dati \(manifest.schema); questo programma arriva alla \
                \(Schema.version): aggiornare il programma.
                """)
        }
        guard dump.rows == manifest.rows else { throw CommandError("La copia non ha le righe che il suo \(Backup.manifest) dice.") }
        foreign = try backup.foreignSecrets(among: source.secrets)
        let db = try source.database.longConnection()
        live = try db.liveDatabase()
        if live.hasTenants, let installation = live.installation, installation != manifest.installation {
            throw CommandError("La copia è di un'altra installazione: questa base dati ha enti di cui la copia non sa nulla.")
        }
        younger = live.schema == Schema.version ? try db.younger(than: manifest.moment) : nil
        services = try Services.ofThisHost()
        try DatabaseDump.requireClient(for: source.database)
    }

    /// - Throws: `CommandError` while somebody works whom nobody here can stop.
    func requireNobodyElse() throws {
        let others = live.workers.filter { services == nil || $0 != ThisHost.name }
        if !others.isEmpty {
            throw CommandError("Un worker è al lavoro su \(others.joined(separator: ", ")): fermarlo, e ripetere dopo 15 secondi.")
        }
    }

    /// - Throws: `CommandError` when nothing confirms that the backup is one of ours, or some of it would be of no use.
    func requireKnownSecrets() throws {
        guard !foreign.isEmpty else { return }
        let reason = foreign.count == secrets.count ? """
            Nessun segreto di questa macchina è quello della copia: o mancano, o la copia è stata alterata o è di un'altra installazione.
            """ : "Con i segreti di questa macchina si perderebbe ciò che è detto sopra."
        throw CommandError("\(reason) Portare qui i segreti di allora, o ripetere con --altri-segreti.")
    }

    func say() {
        let age = Moment.now().seconds - manifest.moment.seconds
        print("Copia del \(manifest.moment.italianInSentence), di \(Self.age(max(0, age))) fa: versione \(manifest.program), "
            + "base dati \(manifest.schema), \(manifest.rows.values.reduce(0, +)) righe. È intera.")
        if manifest.schema < Schema.version { print("Dopo il caricamento la base dati passa alla versione \(Schema.version).") }
        for secret in foreign {
            let reason = secret.found.isEmpty ? "qui non si legge" : "qui è un altro"
            complain("\(secret.key.rawValue) \(reason): \(secret.loss).")
        }
        if let younger {
            print("""
                La base dati di adesso ha ciò che la copia non ha: notifiche inserite dopo \(younger.registered), inviate dopo \
                \(younger.sent), enti nuovi \(younger.tenants).
                """)
        } else if let schema = live.schema {
            print("La base dati di adesso è alla versione \(schema): ciò che ha e la copia non ha non si può contare.")
        } else {
            print("La base dati di adesso non c'è, è vuota o è caricata a metà.")
        }
    }

    private static func age(_ seconds: Int64) -> String {
        switch seconds {
        case ..<120: "\(seconds) secondi"
        case ..<7_200: "\(seconds / 60) minuti"
        case ..<172_800: "\(seconds / 3_600) ore"
        default: "\(seconds / 86_400) giorni"
        }
    }
}
