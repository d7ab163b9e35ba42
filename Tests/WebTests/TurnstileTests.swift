import Domain
import Testing
@testable import Web
@preconcurrency import Glibc

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

    @Test func `who waits is let in when somebody leaves, in the order in which they came`() {
        let turnstile = Turnstile(atOnce: 1, ofOne: 1)
        let guests = (0..<3).map { number in
            let guest = Guest(.make(), at: turnstile, waiting: .seconds(60))
            if number == 0 { #expect(guest.comes(to: .atDesk)) }
            while turnstile.waiting < number { usleep(500) }
            return guest
        }
        #expect(guests[1].isKeptWaiting)
        guests[0].leave()
        #expect(guests[1].comes(to: .atDesk) && guests[2].isKeptWaiting)
        guests[1].leave()
        #expect(guests[2].leave())
    }

    @Test func `nobody waits longer than they want, and whoever has gone holds up nobody`() {
        let turnstile = Turnstile(atOnce: 1, ofOne: 1)
        let inside = Guest(.make(), at: turnstile, waiting: .zero)
        #expect(inside.comes(to: .atDesk))
        #expect(Guest(.make(), at: turnstile, waiting: .milliseconds(50)).comes(to: .turnedAway))
        inside.leave()
        #expect(Guest(.make(), at: turnstile, waiting: .zero).leave())
    }
}
