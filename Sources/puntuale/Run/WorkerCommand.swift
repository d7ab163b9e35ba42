import AppIO
import ArgumentParser
import Domain
import Logging
import Mail
import Secrets
import Store
import Worker
@preconcurrency import Glibc

/// `puntuale worker`: sends, refreshes states, builds exports.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Invia le notifiche, ne aggiorna lo stato, prepara le esportazioni, avvisa per e-mail.",
        discussion: """
            Con SIGTERM finisce ciò che è in corso e non comincia altro.
            Uscita: 0 fermato con SIGTERM, 69 base dati non adatta, 78 configurazione errata.
            """)

    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let worker = try option.read { configuration throws(ConfigurationFaults) in try configuration.worker() }
        RomeTime.prepare()
        // Workbooks and their temporary files hold personal data, whatever directory they were given.
        umask(0o077)
        let stopping = StopSignal()
        try requireDurableDatabase(worker.database, until: stopping)
        let logger = worker.log.logger(of: "worker")
        logger.info("started", metadata: worker.inUse.merging(["schema": "\(Schema.version)"]) { $1 })
        let engine = try starting {
            try Engine(
                database: worker.database.connectionOptions(),
                options: EngineOptions(live: worker.realAppIO, trial: worker.trialAppIO,
                                       openingKeys: { try openingKeys(worker.privateKey) },
                                       markFile: worker.markFile, journal: worker.journal, outbound: worker.toAppIO.outbound(),
                                       timeouts: Client.Timeouts(
                                           connect: .seconds(worker.connectSeconds), submit: .seconds(worker.submitSeconds),
                                           ask: .seconds(worker.askSeconds))),
                doorbell: worker.doorbell, logger: logger)
        }
        let database = try worker.database.connectionOptions()
        let exports = [false, true].map { isForLong in
            Background {
                Exporter(database: database, directory: worker.exportDirectory, isForLong: isForLong, logger: logger)
                    .run { !stopping.isRaised }
            }
        }
        let mailer = Mailer(try worker.toMailServer.outbound())
        let mails = Background {
            Courier(database: database, mailer: mailer,
                    openingKeys: { try openingKeys(worker.privateKey) }, logger: logger)
                .run { !stopping.isRaised }
        }
        try engine.run(untilReadable: stopping.descriptor)
        stopping.raise()
        for thread in exports + [mails] { thread.join() }
        logger.info("stopped")
    }
}
