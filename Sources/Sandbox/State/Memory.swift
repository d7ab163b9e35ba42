/// What the sandbox holds in memory, with the indices by which it is asked.
struct Memory {
    let journal: Journal
    private(set) var services: [Service] = []
    private(set) var messages: [StoredMessage] = []
    var rate = RateLimit()
    var tallies: [Addressee: Tally] = [:]
    var books = Books()

    /// Positions in the two lists.
    private var servicesByID: [String: Int] = [:]
    private var servicesByKey: [String: Int] = [:]
    private var messagesByID: [String: Int] = [:]
    private var messagesByCitizen: [String: [Int]] = [:]

    init(journal: Journal) { self.journal = journal }

    func service(id: String) -> Service? { servicesByID[id].map { services[$0] } }

    /// The service of a key that is alive.
    func service(key: String) -> Service? {
        servicesByKey[key].map { services[$0] }.flatMap { $0.has(.revoked) ? nil : $0 }
    }

    func message(id: String) -> StoredMessage? { messagesByID[id].map { messages[$0] } }

    /// All messages to a citizen, or to everybody, in the order in which they were made.
    func messages(to fiscalCode: String?) -> [StoredMessage] {
        guard let fiscalCode else { return messages }
        return messagesByCitizen[fiscalCode, default: []].map { messages[$0] }
    }

    mutating func add(_ service: Service) throws(SandboxError) {
        guard servicesByID[service.id] == nil, servicesByKey[service.primaryKey] == nil, servicesByKey[service.secondaryKey] == nil
        else { throw SandboxError.duplicateService(id: service.id) }
        servicesByID[service.id] = services.count
        for key in [service.primaryKey, service.secondaryKey] { servicesByKey[key] = services.count }
        services.append(service)
    }

    mutating func replaceKey(of service: String, isPrimary: Bool, by key: String) {
        guard let position = servicesByID[service] else { return }
        let member = isPrimary ? \Service.primaryKey : \Service.secondaryKey
        servicesByKey[services[position][keyPath: member]] = nil
        services[position][keyPath: member] = key
        for key in [services[position].primaryKey, services[position].secondaryKey] { servicesByKey[key] = position }
    }

    mutating func set(_ trouble: Trouble, of service: String) {
        if let position = servicesByID[service] { services[position].trouble = trouble }
    }

    mutating func add(_ message: StoredMessage) {
        messagesByID[message.id] = messages.count
        messagesByCitizen[message.fiscalCode, default: []].append(messages.count)
        messages.append(message)
        tallies[Addressee(service: message.service, fiscalCode: message.fiscalCode), default: Tally()].countMessage()
    }

    mutating func clearInbox(of fiscalCode: String?) {
        let positions = fiscalCode.map { messagesByCitizen[$0] ?? [] } ?? Array(messages.indices)
        for position in positions { messages[position].isCleared = true }
    }
}
