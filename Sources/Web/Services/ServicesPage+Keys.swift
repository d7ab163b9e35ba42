import Domain
import FastCGI
import Secrets
import Store

/// The section Chiavi of a service: a key that is typed takes the place of the one in use when App IO has taken it.
extension ServicesPage {
    func replaceKey(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange), slot = try slot(exchange)
        switch TypedKey.read(exchange.request.form["chiave"] ?? "") {
        case .failure(let fault):
            var view = try view(exchange, service)
            (view.slot.value, view.key.error) = (slot.rawValue, fault.sentence)
            return try render(exchange, view)
        case .success(let key):
            try exchange.store.proposeKey(exchange.seal(key, for: service.id), slot, of: service.id, by: exchange.person.id)
            return try showTest(of: slot, exchange, service)
        }
    }

    func retryKey(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange), slot = try slot(exchange)
        try exchange.store.retryCandidate(slot, of: service.id)
        return try showTest(of: slot, exchange, service)
    }

    func discardKey(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange), slot = try slot(exchange)
        if let candidate = service.candidates[slot], case let about = String(candidate.setAt.microseconds),
           !exchange.isConfirmed(about: about) {
            return try exchange.ask(Question(
                "Scartare la nuova chiave \(slot.label)?", "La chiave …\(candidate.last4) non si può rileggere: per usarla va inserita di "
                    + "nuovo.", service.keys[slot] == nil ? "" : "Quella in uso rimane.", button: "Scarta la chiave", about: about))
        }
        try exchange.store.discardCandidate(slot, of: service.id, by: exchange.person.id)
        return done(service, .keyDiscarded, exchange)
    }

    /// Of a key in use. Who presses again within seconds sees the answer of a moment ago.
    func testKey(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange), slot = try slot(exchange)
        guard service.keys[slot] != nil else { throw HTTPRefusal.notFound }
        let ask = try exchange.store.ask(.key(service: service.id, slot: slot), by: exchange.person.id, atMostEvery: 2)
        try exchange.ring { try exchange.store.answer(to: ask.id) != nil }
        return exchange.redirect(to: "/servizi/\(service.id)?prova=\(ask.id)&quale=\(slot.rawValue)")
    }

    /// Rings for the keys of a service that wait to be tried, and waits a moment for what comes of it.
    func awaitTests(_ exchange: Exchange, _ service: ServiceID) throws {
        try exchange.ring { try exchange.store.service(service)?.candidates.values.contains { $0.answer == nil } != true }
    }

    private func showTest(of slot: KeySlot, _ exchange: Exchange, _ service: Service) throws -> Response {
        try awaitTests(exchange, service.id)
        return exchange.redirect(to: "/servizi/\(service.id)?esito=\(Notice.keyTyped.rawValue)&quale=\(slot.rawValue)")
    }

    private func slot(_ exchange: Exchange) throws -> KeySlot {
        guard let slot = exchange.request.form["quale"].flatMap(KeySlot.init(rawValue:)) else { throw HTTPRefusal.notFound }
        return slot
    }

    /// How the key fared that was tried by the act that led here; `nil`: it was no such act.
    func keyOutcome(_ exchange: Exchange, _ service: Service) throws -> KeyOutcomeView? {
        let query = exchange.request.query, slot = query["quale"].flatMap(KeySlot.init(rawValue:))
        if let ask: AskID = query.id("prova") {
            let answer = try exchange.store.answer(to: ask)
            let isWaiting = try answer == nil && exchange.store.isUnanswered(ask)
            let sentence = answer == nil && !isWaiting ? Self.expired : Self.sentence(for: answer?.answer, slot ?? .primary, of: service)
            return KeyOutcomeView(sentence: sentence, answer: answer?.answer, detail: answer?.detail, isWaiting: isWaiting,
                                  isGood: answer?.answer == .accepted)
        }
        guard let notice = exchange.notice, [.keyTyped, .serviceAdded].contains(notice) else { return nil }
        let isNew = notice == .serviceAdded
        let tried = isNew ? KeySlot.allCases.first { service.candidates[$0]?.answer == .refused } : slot
        let candidate = tried.flatMap { service.candidates[$0] }
        let sentence = tried.map { (isNew ? "Il servizio è stato aggiunto. " : "") + Self.sentence(for: $0, of: service) }
        return KeyOutcomeView(
            sentence: sentence ?? notice.sentence, answer: candidate?.answer, detail: candidate?.detail,
            isWaiting: service.candidates.values.contains { $0.answer == nil }, isGood: candidate == nil)
    }

    // MARK: - Sentences

    static let expired = "La prova della chiave è scaduta senza risposta: provarla di nuovo."

    /// How a key that was typed fared.
    static func sentence(for slot: KeySlot, of service: Service) -> String {
        guard let candidate = service.candidates[slot] else {
            return "App IO accetta la chiave \(slot.label): ora è in uso."
        }
        let advice = "di averla copiata per intero dall’area riservata di App IO."
        let rest = service.keys[slot] == nil ? "." : ": quella in uso rimane."
        return switch candidate.answer {
        case nil, .accepted: "La prova della chiave \(slot.label) è in corso: la pagina mostra l’esito appena arriva."
        case .refused where service.keys[slot] == nil:
            "App IO rifiuta la chiave \(slot.label): controllare \(advice)"
        case .refused:
            "App IO rifiuta la nuova chiave \(slot.label): quella in uso rimane. Controllare \(advice)"
        case .throttled, .unavailable:
            "App IO non risponde e la nuova chiave \(slot.label) non si può provare ora\(rest) Si riprova da sé, oppure con Riprova."
        }
    }

    /// What App IO answered about a key in use.
    static func sentence(for answer: AskAnswer?, _ slot: KeySlot, of service: Service) -> String {
        let other = service.keys[slot.other].map { $0.refusedAt == nil } == true
            ? " Intanto gli invii usano la chiave \(slot.other.label)." : ""
        return switch answer {
        case .accepted: "App IO accetta la chiave \(slot.label)."
        case .refused:
            "App IO rifiuta la chiave \(slot.label): sostituirla con quella dell’area riservata di App IO.\(other)"
        case .throttled: "App IO chiede di attendere: riprovare fra qualche secondo."
        case .unavailable: "App IO non risponde: la chiave non si può provare ora."
        case nil: "La prova della chiave è in corso: la pagina mostra l’esito appena arriva."
        }
    }
}

extension Exchange {
    /// Sealed for its place, so that only the worker opens it, and only there.
    func seal(_ key: TypedKey, for service: ServiceID) throws -> SealedKey {
        try seal([.primary: key], for: service)[.primary]!
    }

    func seal(_ keys: [KeySlot: TypedKey], for service: ServiceID) throws -> [KeySlot: SealedKey] {
        let sealingKey = try site.sealingKey(), binding = SealedKey.binding(tenant: tenant.id, service: service)
        return keys.mapValues { SealedKey(bytes: sealingKey.seal($0.bytes, for: binding), last4: $0.last4) }
    }
}
