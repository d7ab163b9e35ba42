import Domain
import Testing
@testable import Web

struct TurnstileTests {
    @Test func `one ente is turned away before the others are`() {
        let turnstile = Turnstile(atOnce: 3, ofOne: 2)
        let (one, other, third) = (Identifier.make(), Identifier.make(), Identifier.make())
        let found: [Bool]? = turnstile.pass(of: one) {
            turnstile.pass(of: one) {
                [turnstile.pass(of: one) {} == nil, turnstile.pass(of: other) { turnstile.pass(of: third) {} == nil } == true]
            }
        } ?? nil
        #expect(found == [true, true])
        #expect(turnstile.pass(of: one) {} != nil)
    }
}
