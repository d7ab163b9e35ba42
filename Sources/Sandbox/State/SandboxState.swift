import Domain
import Synchronization

/// Everything that the simulated App IO remembers. What it has acknowledged is in the journal first.
final class SandboxState: Sendable {
    let configuration: Sandbox.Configuration
    private let memory: Mutex<Memory>

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

    func service(key: String) -> Service? { memory.withLock { $0.service(key: key) } }

    func service(id: String) -> Service? { memory.withLock { $0.service(id: id) } }

    func admit(_ account: String) -> RateLimit.Verdict {
        guard configuration.limitsRate else { return .admitted(remaining: RateLimit.calls) }
        return memory.withLock { $0.rate.admit(account, at: now) }
    }

    /// Counts a call and gives the dice that decide what becomes of it.
    func dice(for call: Call, by service: Service) -> SeededDice {
        let citizen = call.fiscalCode ?? ""
        let before = memory.withLock { memory in
            memory.books.countCall(call.operation)
            return memory.tallies[Addressee(service: service.id, fiscalCode: citizen), default: Tally()].countCall(call.operation)
        }
        return SeededDice(seed: configuration.seed, ["call", service.id, call.operation.rawValue, citizen], before)
    }

    /// Whether this POST is among the first of a row that are to be refused.
    func refuses(first count: Int, of service: Service, to fiscalCode: String) -> Bool {
        memory.withLock { memory in
            memory.tallies[Addressee(service: service.id, fiscalCode: fiscalCode), default: Tally()].refuses(first: count)
        }
    }

    /// - Throws: `SandboxError` when the journal cannot take it: then there is no message.
    func create(_ new: PostedMessage, to fiscalCode: String, from service: Service) throws(SandboxError) -> StoredMessage {
        let now = now, configuration = configuration
        let content = new.storedContent(payee: service.organizationFiscalCode)
        return try memory.withLock { memory throws(SandboxError) in
            let before = memory.tallies[Addressee(service: service.id, fiscalCode: fiscalCode)]?.created ?? 0
            var dice = SeededDice(seed: configuration.seed, ["processing", service.id, fiscalCode], before)
            let message = StoredMessage(
                id: ULID.make(at: now), service: service.id, fiscalCode: fiscalCode, createdAt: now,
                processing: dice.roll(in: configuration.processingMilliseconds), timeToLive: new.timeToLive,
                isAdvanced: new.isAdvanced, content: content)
            try memory.journal.append(["kind": "message", "message": message.json])
            memory.add(message)
            return message
        }
    }

    func countRateLimited() { memory.withLock { $0.books.countRateLimited() } }

    /// Enters what went wrong with a call into the books: of a POST, into the journal too.
    func note(_ outcome: Outcome, of call: Call, by service: Service) {
        guard let fault = outcome.fault else { return }
        let line: JSON = [
            "kind": "fault", "operation": .string(call.operation.rawValue), "fault": .string(fault),
            "service": .string(service.id), "fiscal_code": call.fiscalCode.map(JSON.string),
            "created": .bool(outcome.created != nil), "message": outcome.created.map(JSON.string),
            "at": JSON(Int(now.microseconds)),
        ]
        memory.withLock { memory in
            let isWritten: Bool
            do {
                if call.operation == .submit { try memory.journal.append(line) }
                isWritten = true
            } catch {
                isWritten = false
            }
            memory.books.countFault(fault, isWritten: isWritten)
        }
    }

    var books: JSON { memory.withLock { $0.books.json } }

    func message(id: String) -> StoredMessage? { memory.withLock { $0.message(id: id) } }

    /// What reached the citizens, or one of them, newest first.
    func inbox(of fiscalCode: String?) -> [StoredMessage] {
        let now = now
        return memory.withLock { $0.messages(to: fiscalCode) }
            .filter { !$0.isCleared && $0.status(at: now) == .processed }
            .map { (receivedAt: $0.receivedAt, message: $0) }
            .sorted { ($0.receivedAt, $0.message.id) > ($1.receivedAt, $1.message.id) }
            .map(\.message)
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
