/// Where a secret lies. The secret itself is read when it is needed and kept nowhere, so a
/// configuration may be printed whole.
struct SecretFile: CustomStringConvertible, Equatable {
    let path: String

    /// The secret as it lies in the file.
    ///
    /// - Throws: `ConfigurationFaults` when the file can no longer be read.
    func bytes() throws(ConfigurationFaults) -> [UInt8] {
        guard let bytes = contents(ofFile: path, atMost: 4_096) else {
            throw ConfigurationFaults(path: path, faults: [.init(line: nil, text: "non si può leggere: \(lastSystemError())")])
        }
        return bytes
    }

    /// A password: the file's first line.
    func password() throws(ConfigurationFaults) -> String {
        String(decoding: try bytes().prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
    }

    var description: String { "(segreto in \(path))" }
}
