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

    mutating func urlPrefix(_ key: ConfigurationKey) -> String {
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
