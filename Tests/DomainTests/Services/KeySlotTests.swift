import Domain
import Testing

struct KeySlotTests {
    @Test func `messages leave with the preferred key while App IO takes it`() {
        for other in [nil, false, true] {
            #expect(KeySlot.inUse(preferring: .secondary, of: keys(secondary: false, primary: other)) == .secondary)
        }
    }

    @Test func `they leave with the other one where the preferred is missing, or refused alone`() {
        #expect(KeySlot.inUse(preferring: .secondary, of: keys(secondary: nil, primary: false)) == .primary)
        #expect(KeySlot.inUse(preferring: .secondary, of: keys(secondary: nil, primary: true)) == .primary)
        #expect(KeySlot.inUse(preferring: .secondary, of: keys(secondary: true, primary: false)) == .primary)
    }

    @Test func `with none that is better the preferred one is tried again`() {
        #expect(KeySlot.inUse(preferring: .secondary, of: keys(secondary: true, primary: true)) == .secondary)
        #expect(KeySlot.inUse(preferring: .secondary, of: keys(secondary: true, primary: nil)) == .secondary)
    }

    /// Whether each is refused; `nil`: not set.
    private func keys(secondary: Bool?, primary: Bool?) -> [KeySlot: Bool] {
        [KeySlot.primary: primary, .secondary: secondary].compactMapValues { $0 }
    }
}
