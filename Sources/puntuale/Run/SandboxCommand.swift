import ArgumentParser
import Domain
import FastCGI
import Sandbox

/// `puntuale sandbox`: a simulated App IO.
struct SandboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Simula App IO: per la demo, la formazione e i servizi di prova.",
        discussion: "Uscita: 0 fermata con SIGTERM, 78 configurazione o modelli di pagina errati.")

    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let settings = try option.read { configuration throws(ConfigurationFaults) in try configuration.sandbox() }
        RomeTime.prepare()
        let stop = Stop()
        let sandbox = try starting {
            var simulated = Sandbox.Configuration(
                servicesFile: settings.servicesFile, journalDirectory: settings.directory, templatesDirectory: settings.templates,
                sleep: { stop.sleep(milliseconds: $0) })
            simulated.codesFile = settings.codesFile
            simulated.stylesheets = ["bootstrap-italia/css/bootstrap-italia.min.css", "app.css", "message.css", "notifications.css"]
                .map { "\(settings.statics)/\($0)" }
            simulated.seed = UInt64(settings.seed)
            simulated.hangSeconds = settings.hangSeconds
            simulated.processingMilliseconds = settings.processingMilliseconds
            // The other half answers, above all the pages with which a test ends the trouble.
            simulated.maximumSleepers = max(settings.threads / 2, 1)
            return try Sandbox(simulated)
        }
        let server = try starting {
            try Server(
                socket: settings.socket, threads: settings.threads, maximumBody: 256 << 10, stop: stop, makeHandler: sandbox.makeHandler)
        }
        server.run()
    }
}
