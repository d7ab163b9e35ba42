import Domain
import Testing

struct IDTests {
    private let example = "01890a5d-ac96-774b-bcce-b302099a8057"

    @Test func `an id is its 36 characters, its bytes and its number`() throws {
        let id = try #require(NotificationID(example))
        #expect(id.description == example && NotificationID(example.uppercased()) == id)
        #expect(id.value == 0x01890a5d_ac96_774b_bcce_b302099a8057)
        #expect(id.bytes.count == 16 && id.bytes.first == 0x01 && id.bytes.last == 0x57 && NotificationID(bytes: id.bytes) == id)
        #expect(NotificationID(bytes: Array(id.bytes.dropLast())) == nil)
    }

    @Test(arguments: [
        "", "01890a5d-ac96-774b-bcce-b302099a805", "01890a5d-ac96-774b-bcce-b302099a80577", "01890a5dac96774bbcceb302099a8057",
        "01890a5d-ac96-774b-bcce-b302099a805g", "01890a5d+ac96-774b-bcce-b302099a8057", "{01890a5d-ac96-774b-bcce-b302099a8057}",
        "01890a5d-ac96-774b-bcce-b302099a805\u{301}", " 01890a5d-ac96-774b-bcce-b302099a8057", "-1890a5d-ac96-774b-bcce-b302099a8057",
    ])
    func `other text is none`(_ typed: String) { #expect(NotificationID(typed) == nil) }

    @Test func `the id of a tenant is six bytes of chance and twelve digits`() throws {
        let ids = (0..<1_000).map { _ in TenantID.make() }
        #expect(Set(ids).count == ids.count && ids.contains { $0.value > 1 << 47 } && ids.contains { $0.value < 1 << 47 })
        let id = try #require(TenantID("00A1b2c3d4e5"))
        #expect(id.description == "00a1b2c3d4e5" && id.bytes == [0, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5] && TenantID(bytes: id.bytes) == id)
        for other in ["", "00a1b2c3d4e", "00a1b2c3d4e50", "00a1b2c3d4eg", " 0a1b2c3d4e5", "-0a1b2c3d4e5", example] {
            #expect(TenantID(other) == nil)
        }
        #expect(TenantID(bytes: [1, 2, 3, 4, 5]) == nil && NotificationID("00a1b2c3d4e5") == nil)
    }

    @Test func `ids that one process makes ascend, and say when they were made`() {
        let before = Moment.now().microseconds / 1_000
        let ids = (0..<10_000).map { _ in NotificationID.make() }
        #expect(ids == ids.sorted() && Set(ids).count == ids.count)
        // A process that made more than 4096 in a millisecond is ahead of the clock by a little.
        let made = ids[0].madeAt.microseconds / 1_000
        #expect(made >= before && made < before + 5_000)
    }

    @Test func `an id is a version 7 of the standard's variant`() {
        for id in [NotificationID.make(), .first(at: Moment(microseconds: 1_700_000_000_123_456)), .make(like: .make())] {
            #expect(id.description.dropFirst(14).first == "7" && ["8", "9", "a", "b"].contains(id.description.dropFirst(19).first))
        }
    }

    @Test func `the first id of a moment is not after any of its millisecond, and after all of the one before`() throws {
        let moment = Moment(microseconds: 1_700_000_000_123_000), first = NotificationID.first(at: moment)
        #expect(first.madeAt == moment && first.description == "018bcfe5-687b-7000-8000-000000000000")
        #expect(NotificationID.first(at: Moment(microseconds: moment.microseconds + 1_000)) > first)
        #expect(try #require(NotificationID("018bcfe5-687a-7fff-bfff-ffffffffffff")) < first)
    }

    @Test func `an id like another ends as that does`() {
        let other = WorkerID.make(), id = WorkerID.make(like: other)
        #expect(id != other && id.bytes.suffix(8) == other.bytes.suffix(8) && id.bytes.prefix(8) != other.bytes.prefix(8))
    }
}
