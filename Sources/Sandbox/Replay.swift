import Domain

extension SandboxState.Memory {
    /// Does again what a line of the journal says. A line about a service that is no longer in
    /// the services file has no effect.
    mutating func replay(_ line: JSON) {
        switch line["kind"]?.string {
        case "message":
            if let message = line["message"].flatMap(StoredMessage.init) { add(message) }
        case "clear":
            let citizen = line["fiscal_code"]?.string
            for position in messages.indices where citizen == nil || messages[position].fiscalCode == citizen {
                messages[position].isCleared = true
            }
        case "service":
            // A service that the file has got meanwhile is the file's.
            if let json = line["service"], let service = try? Service(json) { try? add(service) }
        case "key":
            guard let position = position(line["service"]), let key = line["key"]?.string else { return }
            if line["primary"]?.bool == true { services[position].primaryKey = key } else { services[position].secondaryKey = key }
        case "trouble":
            guard let position = position(line["service"]), let trouble = line["trouble"] else { return }
            services[position].trouble = Trouble(trouble)
        default: break
        }
    }

    mutating func add(_ message: StoredMessage) {
        positions[message.id] = messages.count
        messages.append(message)
    }

    mutating func add(_ service: Service) throws(SandboxError) {
        let keys = [service.primaryKey, service.secondaryKey]
        guard !services.contains(where: { $0.id == service.id || keys.contains($0.primaryKey) || keys.contains($0.secondaryKey) })
        else { throw SandboxError.duplicateService(id: service.id) }
        services.append(service)
    }

    private func position(_ id: JSON?) -> Int? { services.firstIndex { .string($0.id) == id } }
}
