import COath
import Text

/// Codes of six digits that change every 30 seconds (TOTP, RFC 6238, with SHA-1 as every telephone knows it).
package struct OneTimePassword: Sendable {
    package let secret: [UInt8]

    static let step = 30
    static let digits = 6
    /// Steps before and after the present one whose code is taken too: clocks differ, and typing takes time.
    private static let window = 1

    /// - Parameter secret: 20 random bytes, as long as SHA-1 gives (RFC 4226 §4).
    package init(secret: [UInt8]) {
        _ = Oath.started
        self.secret = secret
    }

    /// The counter of the step whose code was typed; who takes it once must take only greater ones from then on.
    ///
    /// - Parameters:
    ///   - typed: white space and invisible marks in it do not count.
    ///   - seconds: since 1970.
    /// - Returns: `nil` unless it is the code of the present step or of one beside it.
    package func counter(of typed: String, at seconds: Int64) -> Int64? {
        let code = typed.withoutSpaces()
        guard code.utf8.count == Self.digits, code.utf8.allSatisfy(\.isDigit) else { return nil }
        var counter: UInt64 = 0
        let result = withSecret {
            oath_totp_validate4($0, $1, time_t(seconds), UInt32(Self.step), 0, Self.window, nil, &counter, 0, code)
        }
        return result >= 0 ? Int64(counter) : nil
    }

    /// The code of a moment.
    ///
    /// - Parameter seconds: since 1970.
    package func code(at seconds: Int64) -> String {
        var code = [CChar](repeating: 0, count: Self.digits + 1)
        let result = withSecret {
            oath_totp_generate($0, $1, time_t(seconds), UInt32(Self.step), 0, UInt32(Self.digits), &code)
        }
        precondition(result == Int32(OATH_OK.rawValue), "liboath made no code")
        return String(decoding: code.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func withSecret<T>(_ body: (UnsafePointer<CChar>?, Int) -> T) -> T {
        secret.withUnsafeBytes { body($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count) }
    }
}

/// liboath, started once.
enum Oath {
    static let started: Void = { precondition(oath_init() == Int32(OATH_OK.rawValue), "liboath did not start") }()
}
