import Domain
import Secrets
import Store
import Text

/// The code on a printed proof. It says of which notification the proof is and when it was printed, and carries a signature of the
/// tenant over what the proof says: whoever does not have its key, which only the database has, can neither make one nor guess one.
///
/// 32 digits in base 32, without the letters that look like others: 12 for when the notification was made, 6 for the seconds from
/// then on until it was printed, 14 (70 bits) for the signature.
struct ProofCode {
    /// Of the notification's id.
    let tick: UInt64
    /// A whole second.
    let printedAt: Moment
    private let signature: UInt128

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let lengths = (tick: 12, seconds: 6, signature: 14)

    /// Of a proof that is printed now.
    ///
    /// - Parameter key: of the tenant.
    init(_ record: NotificationRecord, printedAt moment: Moment, signedWith key: [UInt8]) {
        tick = record.id.tick
        printedAt = Moment(seconds: moment.seconds)
        signature = Self.signature(record, in: record.state, printedAt: printedAt, key)
    }

    /// Reads what was typed off a proof: in either case, with blanks and hyphens anywhere.
    ///
    /// - Returns: `nil` for what cannot be one.
    init?(typed text: String) {
        var digits: [UInt8] = []
        for scalar in text.uppercased().unicodeScalars where !scalar.properties.isWhitespace && scalar != "-" {
            let letter: Unicode.Scalar = switch scalar {
            case "O": "0"
            case "I", "L": "1"
            default: scalar
            }
            guard letter.isASCII, let digit = Self.alphabet.firstIndex(of: UInt8(letter.value)) else { return nil }
            digits.append(UInt8(digit))
        }
        guard digits.count == Self.lengths.tick + Self.lengths.seconds + Self.lengths.signature else { return nil }
        func number(_ digits: some Sequence<UInt8>) -> UInt128 { digits.reduce(0) { $0 << 5 | UInt128($1) } }
        tick = UInt64(number(digits.prefix(Self.lengths.tick)))
        let seconds = Int64(number(digits.dropFirst(Self.lengths.tick).prefix(Self.lengths.seconds)))
        printedAt = Moment(seconds: Self.madeAt(tick) + seconds)
        signature = number(digits.suffix(Self.lengths.signature))
    }

    /// Four digits each.
    var groups: [String] {
        func digits(_ number: UInt128, _ count: Int) -> [UInt8] {
            (0..<count).reversed().map { Self.alphabet[Int(truncatingIfNeeded: number >> (5 * $0)) & 31] }
        }
        let seconds = UInt128(max(printedAt.seconds - Self.madeAt(tick), 0))
        let all = digits(UInt128(tick), Self.lengths.tick) + digits(seconds, Self.lengths.seconds)
            + digits(signature, Self.lengths.signature)
        return stride(from: 0, to: all.count, by: 4).map { String(decoding: all[$0..<$0 + 4], as: UTF8.self) }
    }

    /// The state that a proof with this code says the notification was in; `nil`: no true proof of it has this code.
    func state(of record: NotificationRecord, signedWith key: [UInt8]) -> NotificationState? {
        guard record.id.tick == tick else { return nil }
        return NotificationState.allCases.first { Self.signature(record, in: $0, printedAt: printedAt, key) == signature }
    }

    /// Seconds since 1970.
    private static func madeAt(_ tick: UInt64) -> Int64 { Int64(tick >> 12) / 1_000 }

    private static func signature(
        _ record: NotificationRecord, in state: NotificationState, printedAt: Moment, _ key: [UInt8]
    ) -> UInt128 {
        let payment = record.content.payment
        let words = [
            state.rawValue, record.fiscalCode.value, record.subject, digest(of: record), String(printedAt.seconds),
            record.service.description, record.content.dueDate?.iso ?? "", payment.map { String($0.amount.cents) } ?? "",
            payment?.noticeNumber.value ?? "", payment.map { String($0.payableAfterDueDate) } ?? "",
        ]
        let whole = Signer(secret: key).sign([record.id.bytes] + words.map { Array($0.utf8) })
        return whole.prefix(9).reduce(0) { $0 << 8 | UInt128($1) } >> 2
    }

    /// SHA-256, in hexadecimal digits, of the UTF-8 bytes of the contenuto, which go to App IO as they are kept.
    static func digest(of record: NotificationRecord) -> String {
        var hash = SHA256()
        hash.add(Array(record.markdown.utf8))
        return hash.finish()
    }
}
