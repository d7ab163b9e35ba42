import Domain
import Testing
@testable import Web
@preconcurrency import Glibc

struct ConcurrencyLimitTests {
    @Test func `one tenant is turned away before the others are`() {
        let limit = ConcurrencyLimit(atOnce: 3, ofOne: 2)
        let (one, other, third) = (TenantID.make(), TenantID.make(), TenantID.make())
        let found: [Bool]? = limit.pass(of: one) {
            limit.pass(of: one) {
                [limit.pass(of: one) {} == nil, limit.pass(of: other) { limit.pass(of: third) {} == nil } == true]
            }
        } ?? nil
        #expect(found == [true, true])
        #expect(limit.pass(of: one) {} != nil)
    }

    @Test func `who waits is let in when somebody leaves, in the order in which they came`() {
        let limit = ConcurrencyLimit(atOnce: 1, ofOne: 1)
        let guests = (0..<3).map { number in
            let guest = Guest(.make(), at: limit, waiting: .seconds(60))
            if number == 0 { #expect(guest.comes(to: .inSlot)) }
            while limit.waiting < number { usleep(500) }
            return guest
        }
        #expect(guests[1].isKeptWaiting)
        guests[0].leave()
        #expect(guests[1].comes(to: .inSlot) && guests[2].isKeptWaiting)
        guests[1].leave()
        #expect(guests[2].leave())
    }

    @Test func `nobody waits longer than they want, and whoever has gone holds up nobody`() {
        let limit = ConcurrencyLimit(atOnce: 1, ofOne: 1)
        let inside = Guest(.make(), at: limit, waiting: .zero)
        #expect(inside.comes(to: .inSlot))
        #expect(Guest(.make(), at: limit, waiting: .milliseconds(50)).comes(to: .turnedAway))
        inside.leave()
        #expect(Guest(.make(), at: limit, waiting: .zero).leave())
    }
}
