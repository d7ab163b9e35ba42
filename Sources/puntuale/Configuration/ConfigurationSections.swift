import AppIO
import Certificates
import Logging
import MariaDB

/// How one account reaches the database.
struct DatabaseConfiguration: Equatable {
    let server: ConnectionOptions.Server
    let name: String
    let user: String
    /// `nil` where the server knows the account by its Unix user (`unix_socket`).
    let password: SecretFile?
}

struct WebConfiguration {
    let database: DatabaseConfiguration
    /// `nil`: descriptor 0 already listens (socket activation).
    let socket: String?
    let threads: Int
    let templates: String
    /// What stands before the name of a static file in a URL, as `/statico/3f2a9c`.
    let statics: String
    /// At least 32 bytes, for signing.
    let secret: SecretFile
    /// For security.txt; `nil`: there is none.
    let securityContact: String?
    let publicKey: String
    let doorbell: String
    /// Where nginx finds certificates, to say when they expire; `nil`: nothing is said of them.
    let certificates: String?
    let log: LogConfiguration
    /// For the log: what its program reads, by key. Secrets lie in files of their own.
    let inUse: Logger.Metadata
}

struct WorkerConfiguration {
    let database: DatabaseConfiguration
    let publicKey: String
    let privateKey: SecretFile
    let doorbell: String
    /// For services that are *reale*: always over TLS.
    let realAppIO: BaseAddress
    /// For services that are *prova*: over TLS too, unless it is on this machine.
    let trialAppIO: BaseAddress
    let toAppIO: WayOut
    let toMailServer: WayOut
    /// Seconds: to connect, for the answer to a message, for that to any other question. A short one for messages makes
    /// doubts.
    let connectSeconds: Int
    let submitSeconds: Int
    let askSeconds: Int
    /// Where it remembers how far it has come; no other worker has the same.
    let markFile: String
    /// Where it writes down what was sent.
    let journal: String
    let exportDirectory: String
    let log: LogConfiguration
    /// For the log: what its program reads, by key. Secrets lie in files of their own.
    let inUse: Logger.Metadata
}

struct SandboxConfiguration {
    /// `nil`: descriptor 0 already listens.
    let socket: String?
    let threads: Int
    /// Where it keeps the messages that it was sent.
    let directory: String
    let servicesFile: String
    /// Whose one-time codes it shows; `nil`: nobody's.
    let codesFile: String?
    let templates: String
    let statics: String
    /// Of its dice: with the same one a run's faults and delays come again.
    let seed: Int
    /// How long what hangs keeps its client waiting. nginx waits for 180 s.
    let hangSeconds: Int
    /// How long a message stays ACCEPTED.
    let processingMilliseconds: ClosedRange<Int>
    let log: LogConfiguration
}

struct AdministrationConfiguration {
    let database: DatabaseConfiguration
    let publicKey: String
    let doorbell: String
    let certificates: CertificateDirectory
    /// Where an authority's question about a name is answered.
    let acmeDirectory: String
}

struct KeyPaths {
    let publicKey: String
    let privateKey: String
}
