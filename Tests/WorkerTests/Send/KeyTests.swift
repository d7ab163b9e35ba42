import AppIO
import Domain
import MariaDB
import Secrets
import Store
import Synchronization
import Testing
import TestSupport
@testable import Worker

/// What a key that App IO refuses, or that does not open, makes of a send.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct KeyTests {
    @Test func `a dead primary key is not noticed by anybody: the other one sends, and goes first from then on`() throws {
        try Workplace.run { place in
            place.refuse("c_a001-primary", of: .profile)
            let sent = try place.send()
            #expect(sent.state == .accepted && sent.attempt == 1)
            #expect(place.appIO.asked.map(\.key) == ["c_a001-primary", "c_a001-secondary", "c_a001-secondary"])
            let service = try place.service()
            #expect(service.preferred == .secondary && service.stoppedAt == nil)
            #expect(service.keys[.primary]?.refusedAt != nil && service.keys[.secondary]?.refusedAt == nil)
            #expect(try place.service(of: place.other).preferred == .primary)
            place.appIO.forget()
            _ = try place.send()
            #expect(place.appIO.asked.map(\.key) == ["c_a001-secondary", "c_a001-secondary"])
        }
    }

    @Test func `a 401 to a message delivered nothing: it goes again at once with the other key`() throws {
        try Workplace.run { place in
            place.refuse("c_a001-primary", of: .message)
            let queued = try place.send()
            #expect(queued.state == .queued && queued.attempt == 1)
            #expect(try place.number("tries", of: queued) == 0 && place.service().preferred == .secondary)
            try place.work()
            #expect(try place.now(queued).state == .accepted && place.now(queued).attempt == 2)
            #expect(place.appIO.asked(.message).map(\.key) == ["c_a001-primary", "c_a001-secondary"])
        }
    }

    @Test func `with both keys refused the service stands still until one is replaced, and its messages wait`() throws {
        try Workplace.run { place in
            for call in [LoopbackAppIO.Call.profile, .message] {
                place.refuse("c_a001", of: call)
                let waiting = try place.add()
                try place.work()
                try place.workLater()
                let found = try place.now(waiting), service = try place.service()
                #expect(found.state == .queued && found.problemStatus == 401, "\(call)")
                #expect(try place.number("tries", of: found) == 0, "\(call)")
                #expect(service.stopKind == .keys && service.stopReason == "App IO ha risposto: Access denied", "\(call)")
                #expect(try place.service(of: place.other).stoppedAt == nil, "\(call)")
                place.appIO.forget()
                try place.workLater()
                let others = place.appIO.asked.filter { $0.body != "{}" && !$0.body.contains("AAAAAA00A00A000A") }
                #expect(others.isEmpty && !place.appIO.asked.isEmpty, "\(call): it asks whether the keys are taken, and nothing else")
                try place.setKey("c_a001-primary", .primary, of: place.one)
                place.appIO.recovers()
                try place.workLater()
                #expect(try place.now(found).state == .accepted, "\(call)")
            }
        }
    }

    @Test func `a service whose key was replaced while App IO refused the old ones goes on`() throws {
        try Workplace.run { place in
            let new = place.sealed("c_a001-new", of: place.one), (tenant, service) = (place.one.id, place.one.service)
            let options = place.database.options
            place.appIO.answers(.profile) { asked in
                guard asked.key != "c_a001-new" else { return [.json(#"{"sender_allowed":true}"#)] }
                if asked.key == "c_a001-secondary" {
                    try InstallationStore(options).store(of: tenant).replaceKey(new, .primary, of: service, by: nil)
                }
                return [.denied]
            }
            let waiting = try place.send()
            #expect(try waiting.state == .queued && (place.service().stoppedAt) == nil)
            try place.workLater()
            #expect(try place.now(waiting).state == .accepted && place.appIO.asked(.message).map(\.key) == ["c_a001-new"])
        }
    }

    @Test func `without a key that opens nothing leaves and the service says why`() throws {
        try Workplace.run { place in
            let strangers = OpeningKey.make().sealing
            let locked: [(String, SealedKey?)] = [
                ("none", nil), ("of another worker", place.sealed("c_a001-primary", of: place.one, for: strangers)),
                ("of another tenant", place.sealed("c_b002-primary", of: place.other)),
                ("no key", SealedKey(bytes: [1, 2, 3], last4: "xxxx")),
                ("not printable", place.sealed("chiave con spazi", of: place.one)),
            ]
            for (name, key) in locked {
                try place.removeKeys(of: place.one)
                if let key { try place.one.store.replaceKey(key, .primary, of: place.one.service, by: nil) }
                let waiting = try place.send(), service = try place.service()
                #expect(waiting.state == .queued && waiting.attempt == 0, "\(name)")
                #expect(service.stopKind == .keys, "\(name)")
                #expect(service.stopReason == "Nessuna chiave di questo servizio si può aprire: inserirla di nuovo.", "\(name)")
                #expect(place.appIO.asked.isEmpty, "\(name)")
                #expect(try place.held(place.one) < 0, "\(name): calls not made are not paid for")
                try place.db.execute("UPDATE service SET stopped_at = NULL, stop_kind = NULL, stop_reason = NULL")
            }
        }
    }

    @Test func `where the preferred key does not open the other one sends`() throws {
        try Workplace.run { place in
            try place.one.store.replaceKey(place.sealed("c_b002-primary", of: place.other), .primary, of: place.one.service, by: nil)
            #expect(try place.send().state == .accepted)
            #expect(Set(place.appIO.asked.map(\.key)) == ["c_a001-secondary"])
        }
    }

    @Test func `keys that cannot be read again stay, and those that changed open from then on`() throws {
        let (old, new) = (OpeningKey.make(), OpeningKey.make()), place: [UInt8] = [1, 2]
        let now = Mutex<OpeningKey?>(old.opening)
        let options = try EngineOptions(
            live: .appIO, trial: BaseAddress.parse("http://127.0.0.1/api"),
            openingKeys: {
                guard let key = now.withLock({ $0 }) else { throw Unexpected(what: "no file") }
                return OpeningKeys([key])
            }, markFile: "/nonexistent/mark")
        let keychain = try Keychain(options)
        let sealed = old.sealing.seal(Array("chiave".utf8), for: place)
        #expect(keychain.open(sealed, for: place) != nil && keychain.open(sealed, for: [1, 3]) == nil)
        now.withLock { $0 = nil }
        #expect(throws: (any Error).self) { try keychain.refresh() }
        #expect(keychain.open(sealed, for: place) != nil)
        now.withLock { $0 = new.opening }
        try keychain.refresh()
        #expect(keychain.open(sealed, for: place) == nil)
        #expect(keychain.open(new.sealing.seal(Array("chiave".utf8), for: place), for: place) != nil)
    }
}

extension Workplace {
    /// App IO knows no key that begins so.
    fileprivate func refuse(_ key: String, of call: LoopbackAppIO.Call) {
        appIO.recovers()
        appIO.answers(call) { asked in
            asked.key.hasPrefix(key) ? [.denied]
                : [call == .profile ? .json(#"{"sender_allowed":true}"#) : .send(answer("201 Created", #"{"id":"01"}"#))]
        }
    }
}
