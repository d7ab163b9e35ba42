import AppIO
import Logging
import Text

extension ConfigurationReader {
    /// - Parameter plainOnLoopback: whether http will do where it never leaves this machine.
    mutating func address(_ key: ConfigurationKey, plainOnLoopback: Bool) -> BaseAddress {
        let text = text(key)
        guard has(key) else { return .appIO }
        do throws(BaseAddress.Fault) {
            let address = try BaseAddress.parse(text)
            if address.isEncrypted || plainOnLoopback { return address }
            fault(key, "«\(text)» deve cominciare con https://")
        } catch {
            switch error {
            case .malformed: fault(key, "«\(text)» non è un indirizzo della forma https://host/percorso")
            case .inTheClear:
                let exception = plainOnLoopback ? "; http è ammesso solo verso questa stessa macchina" : ""
                fault(key, "«\(text)» deve cominciare con https://\(exception)")
            }
        }
        return .appIO
    }

    /// What stands before the name of a static file in a URL: as it is written, or by where a link to the files leads.
    mutating func statics() -> String {
        guard has(.webStaticsLink) else { return urlPrefix(.webStatics) }
        if has(.webStatics) { fault(.webStaticsLink, "non può stare insieme a web.statics") }
        let path = absolutePath(.webStaticsLink)
        guard !path.isEmpty else { return path }
        let version = (try? linkTarget(path))?.utf8.split(separator: UInt8(ascii: "/")).last.map { Substring($0) } ?? ""
        if version.isEmpty || !version.utf8.allSatisfy(\.isLetterOrDigit) {
            fault(.webStaticsLink, "\(path) non è un collegamento ai file di una versione")
        }
        return "/statico/\(version)"
    }

    private mutating func urlPrefix(_ key: ConfigurationKey) -> String {
        let prefix = text(key)
        guard has(key) else { return "" }
        let plain = prefix.utf8.allSatisfy { $0.isVisible && !"\"'<>&?#%\\".utf8.contains($0) }
        if !plain || !prefix.hasPrefix("/") || prefix.hasPrefix("//") || prefix.hasSuffix("/") {
            fault(key, "«\(prefix)» non è un percorso che comincia con / e non finisce con /")
        }
        return prefix
    }

    /// An address at which somebody is reached (RFC 9116 §2.5.3).
    mutating func contact(_ key: ConfigurationKey) -> String {
        let contact = text(key)
        let isPlain = contact.utf8.allSatisfy(\.isVisible)
        if !isPlain || !["mailto:", "https://", "tel:"].contains(where: contact.hasPrefix) {
            fault(key, "«\(contact)» deve cominciare con mailto:, https:// o tel:")
        }
        return contact
    }

    /// Whoever reads it: unless the file says so, whom standard error leads to.
    mutating func log() -> LogConfiguration {
        LogConfiguration(level: logLevel(), reader: logReader())
    }

    private mutating func logReader() -> LogReader {
        guard has(.logReader) else { return .ofStandardError() }
        let text = text(.logReader)
        if let reader = LogReader(rawValue: text) { return reader }
        fault(.logReader, "«\(text)» non è uno di: \(LogReader.allCases.map(\.rawValue).joined(separator: ", "))")
        return .file
    }

    private mutating func logLevel() -> Logger.Level {
        guard has(.logLevel) else { return .info }
        let text = text(.logLevel)
        if let level = Logger.Level(rawValue: text) { return level }
        let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        fault(.logLevel, "«\(text)» non è uno di: \(levels)")
        return .info
    }
}
