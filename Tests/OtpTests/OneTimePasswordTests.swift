import Otp
import Testing

@Suite struct OneTimePasswordTests {
    private let password = OneTimePassword(secret: Array("12345678901234567890".utf8))

    /// RFC 6238, appendix B; its codes have eight digits, ours are their last six.
    @Test(arguments: [(59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
                      (2_000_000_000, "279037"), (20_000_000_000, "353130")])
    func `codes are those of the RFC`(seconds: Int64, code: String) {
        #expect(password.code(at: seconds) == code)
        #expect(password.counter(of: code, at: seconds) == seconds / 30)
    }

    @Test func `the code of the step before or after is taken, that of the next but one is not`() {
        let now: Int64 = 1_000_000 * 30 + 7
        for step in -3...3 as ClosedRange<Int64> {
            let counter = password.counter(of: password.code(at: now + step * 30), at: now)
            #expect(counter == (abs(step) <= 1 ? 1_000_000 + step : nil), "\(step)")
        }
    }

    @Test func `a code may be typed in two groups`() {
        #expect(password.counter(of: " 287 082 ", at: 59) == 1)
    }

    @Test(arguments: ["", "28708", "2870821", "28708a", "２８７０８２", "287082\0", "-87082", "+87082"])
    func `what is not six digits is no code`(typed: String) {
        #expect(password.counter(of: typed, at: 59) == nil)
    }

    @Test func `another secret's code is not taken`() {
        #expect(OneTimePassword(secret: Array("12345678901234567891".utf8)).counter(of: "287082", at: 59) == nil)
    }

    /// RFC 4648 §10.
    @Test func `the secret is spelled in base32 and read again, in either case and with spaces`() {
        #expect(OneTimePassword(secret: Array("foobar".utf8)).base32 == "MZXW6YTBOI======")
        #expect(password.base32 == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(OneTimePassword(base32: "gezd gnbv gy3t qojq gezd gnbv gy3t qojq")?.secret == password.secret)
        #expect(OneTimePassword(base32: "1890") == nil)
    }

    @Test func `the address names the tenant and the person whatever is in their names`() {
        #expect(password.address(issuer: "Comune di Forlì: a&b", account: "mario.rossi")
            == "otpauth://totp/Comune%20di%20Forl%C3%AC%20a%26b:mario.rossi?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            + "&issuer=Comune%20di%20Forl%C3%AC%20a%26b&algorithm=SHA1&digits=6&period=30")
    }
}
