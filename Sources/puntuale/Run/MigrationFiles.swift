import Store

import Text
@preconcurrency import Glibc

/// The migrations as they lie in a directory: `0001-schema-version.sql` and so on. Other files there are left alone.
struct MigrationFiles {
    private(set) var names: [Int: String] = [:]
    private(set) var texts: [Int: String] = [:]

    /// - Throws: `ConfigurationFaults` unless the numbers are 1 to `Schema.version`, each once: another
    ///   directory belongs to another version of the program.
    init(directory: String) throws(ConfigurationFaults) {
        var faults = ConfigurationFaults(path: directory)
        guard let entries = entries(of: directory) else {
            faults.note("la directory non si può leggere: \(lastSystemError())")
            throw faults
        }
        for name in entries {
            guard let number = Self.number(of: name) else { continue }
            if let other = names.updateValue(name, forKey: number) { faults.note("\(other) e \(name) hanno lo stesso numero") }
            if let bytes = contents(ofFile: "\(directory)/\(name)", atMost: 1 << 20) {
                texts[number] = String(decoding: bytes, as: UTF8.self)
            } else {
                faults.note("il file \(name) non si può leggere: \(lastSystemError())")
            }
        }
        if names.isEmpty {
            faults.note("non contiene i file numerati delle migrazioni")
            throw faults
        }
        for number in 1...Schema.version where names[number] == nil { faults.note("manca il file numero \(number)") }
        for (number, name) in names.sorted(by: { $0.key < $1.key }) where !(1...Schema.version).contains(number) {
            faults.note("\(name): questo programma arriva al numero \(Schema.version)")
        }
        guard faults.isEmpty else { throw faults }
    }

    /// `NNNN-name.sql` → NNNN.
    private static func number(of name: String) -> Int? {
        let digits = name.utf8.prefix(4)
        guard name.hasSuffix(".sql"), name.utf8.dropFirst(4).first == UInt8(ascii: "-"), digits.count == 4, digits.areDigits
        else { return nil }
        return Int(String(Substring(digits)))
    }
}
