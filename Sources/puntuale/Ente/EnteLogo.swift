import ArgumentParser
import Domain
import Store

/// `puntuale ente logo`: the picture in the header of a tenant's pages.
struct EnteLogo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logo", abstract: "Imposta il logo nella testata delle pagine di un ente, o lo toglie.",
        discussion: ConfigurationOption.exitCodes)

    @Argument(help: "Il codice IPA dell'ente.") var codice: String
    @Argument(help: "Un'immagine PNG, JPEG o WebP di al massimo 64 KB.") var file: String?
    @Flag(help: "Toglie il logo: torna l'icona di tutti.") var remove = false
    @OptionGroup var option: ConfigurationOption

    func validate() throws {
        guard (file == nil) == remove else { throw ValidationError("Indicare il file del logo, oppure --remove per toglierlo.") }
    }

    func run() throws {
        try option.administer { installation, _ in
            let tenant = try installation.requiredTenant(codice)
            guard let file else {
                try installation.store(of: tenant.id).setLogo(nil, by: nil)
                return print("\(tenant.code): senza logo")
            }
            let image = try picture(file)
            try installation.store(of: tenant.id).setLogo(image, by: nil)
            print("\(tenant.code): logo di \(image.width) × \(image.height) pixel, \(image.bytes.count.italian) byte")
        }
    }

    private func picture(_ path: String) throws -> LogoImage {
        // Up to ten times too long is read, so that the refusal says how long it is.
        guard let bytes = contents(ofFile: path, atMost: 10 * LogoImage.mostBytes) else {
            throw CommandError("Il file \(path) non si può leggere: \(lastSystemError()).")
        }
        do {
            return try LogoImage(bytes)
        } catch {
            throw CommandError(error.sentence)
        }
    }
}
