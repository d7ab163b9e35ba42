import Domain
import Synchronization

/// Everything that the simulated App IO remembers. What it has acknowledged is in the journal first.
final class SandboxState: Sendable {
    let configuration: Sandbox.Configuration
    private let memory: Mutex<Memory>

    struct Memory {
        let journal: Journal
        var services: [Service] = []
        var messages: [StoredMessage] = []
        var positions: [String: Int] = [:]
        var rate = RateLimit()
        /// POSTs refused in a row, for the personas that refuse the first few.
        var refusals: [Refusals: Int] = [:]
        var calls: [String: UInt64] = [:]
    }

    struct Refusals: Hashable {
        let service: String
        let fiscalCode: String
    }

    init(_ configuration: Sandbox.Configuration) throws(SandboxError) {
        self.configuration = configuration
        let services = try ServicesFile.read(configuration.servicesFile)
        let (journal, lines) = try Journal.open(directory: configuration.journalDirectory)
        var memory = Memory(journal: journal)
        for service in services { try memory.add(service) }
        for line in lines { memory.replay(line) }
        self.memory = Mutex(memory)
    }

    var now: Moment { configuration.clock() }

    var services: [Service] { memory.withLock { $0.services } }

    func service(key: String) -> Service? {
        memory.withLock { memory in
            memory.services.first { !$0.has(.revoked) && ($0.primaryKey == key || $0.secondaryKey == key) }
        }
    }

    func service(id: String) -> Service? {
        memory.withLock { memory in memory.services.first { $0.id == id } }
    }

    func admit(_ account: String) -> RateLimit.Verdict {
        guard configuration.limitsRate else { return .admitted(remaining: RateLimit.calls) }
        return memory.withLock { $0.rate.admit(account, at: now) }
    }

    /// Whether the trouble that was asked for this service strikes this call.
    func troubleStrikes(_ service: Service) -> Bool {
        guard service.trouble.kind != .none else { return false }
        let call = memory.withLock { memory in
            memory.calls[service.id, default: 0] += 1
            return memory.calls[service.id]!
        }
        return service.trouble.strikes(seed: configuration.seed, service: service.id, call: call)
    }

    /// Whether this POST is among the first of a row that are to be refused. The one after them is
    /// let through and starts the row again.
    func refuses(first count: Int, of service: Service, to fiscalCode: String) -> Bool {
        let key = Refusals(service: service.id, fiscalCode: fiscalCode)
        return memory.withLock { memory in
            let refused = memory.refusals[key, default: 0]
            memory.refusals[key] = refused < count ? refused + 1 : nil
            return refused < count
        }
    }

    /// - Throws: `SandboxError` when the journal cannot take it: then there is no message.
    func create(_ new: NewMessage, to fiscalCode: String, from service: Service) throws(SandboxError) -> StoredMessage {
        let now = now, configuration = configuration
        return try memory.withLock { memory throws(SandboxError) in
            var dice = SeededDice(seed: configuration.seed, "processing", UInt64(memory.messages.count))
            let range = configuration.processingMilliseconds
            let message = StoredMessage(
                id: ULID.make(at: now), service: service.id, fiscalCode: fiscalCode, createdAt: now,
                processing: range.lowerBound + dice.roll(below: range.count), timeToLive: new.timeToLive,
                isAdvanced: new.isAdvanced, content: new.storedContent(payee: service.organizationFiscalCode))
            try memory.journal.append(["kind": "message", "message": message.json])
            memory.add(message)
            return message
        }
    }

    func message(id: String) -> StoredMessage? {
        memory.withLock { memory in memory.positions[id].map { memory.messages[$0] } }
    }

    /// What reached the citizens, or one of them, newest first.
    func inbox(of fiscalCode: String?) -> [StoredMessage] {
        let now = now
        let messages = memory.withLock { $0.messages }
        return messages.filter { message in
            !message.isCleared && (fiscalCode == nil || message.fiscalCode == fiscalCode) && message.status(at: now) == .processed
        }.sorted { ($0.receivedAt, $0.id) > ($1.receivedAt, $1.id) }
    }

    /// Empties the inbox of one citizen, or of all. What is still on its way will not appear either.
    func clearInbox(of fiscalCode: String?) throws(SandboxError) {
        try change(["kind": "clear", "fiscal_code": fiscalCode.map(JSON.string)])
    }

    func add(_ service: Service) throws(SandboxError) {
        try change(["kind": "service", "service": service.json])
    }

    func regenerateKey(of service: String, isPrimary: Bool) throws(SandboxError) {
        try change([
            "kind": "key", "service": .string(service), "primary": .bool(isPrimary), "key": .string(Service.newKey()),
        ])
    }

    func set(_ trouble: Trouble, of service: String) throws(SandboxError) {
        try change(["kind": "trouble", "service": .string(service), "trouble": trouble.json])
    }

    /// Writes a change down and makes it by the way on which a restart makes it.
    private func change(_ line: JSON) throws(SandboxError) {
        try memory.withLock { memory throws(SandboxError) in
            try memory.journal.append(line)
            memory.replay(line)
        }
    }
}
