import Domain
import Text
@preconcurrency import Glibc

/// Where a secret comes from: a file, or standard input for `-`. Never an argument, which every
/// user of the machine can read in the list of processes.
///
/// - Returns: its lines, white space and invisible marks at the end of each cut off, without empty lines at the end.
/// - Throws: `CommandError` when it cannot be read, is longer than 4,096 bytes or is not UTF-8. What was read is in no message.
func secretLines(from path: String) throws -> [String] {
    // Not by /dev/stdin, which cannot be opened when it is a socket or another user's pipe.
    guard let bytes = path == "-" ? contents(ofDescriptor: STDIN_FILENO, atMost: 4_096) : contents(ofFile: path, atMost: 4_096) else {
        throw CommandError("\(path == "-" ? "Lo standard input" : "Il file \(path)") non si può leggere: \(lastSystemError()).")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw CommandError("Il segreto non è un testo in UTF-8.") }
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { $0.trimmedEnd() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
}

/// The only line of a secret.
///
/// - Throws: `CommandError`.
func secretLine(from path: String) throws -> String {
    let lines = try secretLines(from: path)
    guard lines.count <= 1 else { throw CommandError("Il segreto deve stare in una riga sola.") }
    return lines.first ?? ""
}

/// A new password of a person.
///
/// - Throws: `CommandError`.
func newPassword(from path: String, for username: String) throws -> String {
    let password = try secretLine(from: path)
    if let fault = PasswordRule.fault(of: password, for: username) { throw CommandError(fault) }
    return password
}
