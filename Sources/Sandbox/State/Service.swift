/// A service of a tenant, with what App IO's back office knows of it.
struct Service: Sendable, Equatable {
    /// What a service may do more, or less, than one that a tenant makes today.
    enum Trait: String, Sendable {
        /// Its keys are dead: 401.
        case revoked
        /// Its keys are those of the back office: no service belongs to them.
        case manage
        /// Not in the group that writes messages, or reads them.
        case noWrite = "no_write", noRead = "no_read"
        /// Writes to its authorised recipients only.
        case limited
        /// Has no right to production calls yet.
        case trial
        case advanced, payee
        case thirdParty = "third_party"
        /// GET answers with the `notification` that App IO no longer sends.
        case legacyNotification = "legacy_notification"
    }

    /// The tenant as App IO's gateway knows it: all its services share one rate limit.
    var account: String
    var organizationName: String
    var organizationFiscalCode: String
    var id: String
    var name: String
    var primaryKey: String
    var secondaryKey: String
    /// Eurocents. App IO's default, 0, refuses every payment.
    var maximumAmount = 0
    var requiresSecureChannels = false
    var traits: Set<Trait> = []
    /// Empty means anybody.
    var authorizedCIDRs: [CIDR] = []
    var authorizedRecipients: [String] = []
    var trouble = Trouble()

    func has(_ trait: Trait) -> Bool { traits.contains(trait) }

    func mayReach(_ fiscalCode: String) -> Bool {
        !has(.limited) || fiscalCode == Persona.official.rawValue || authorizedRecipients.contains(fiscalCode)
    }

    func accepts(address: String) -> Bool {
        authorizedCIDRs.isEmpty || authorizedCIDRs.contains { $0.contains(address) }
    }

    static func newKey() -> String {
        (0..<32).map { _ in String(UInt8.random(in: 0..<16), radix: 16) }.joined()
    }
}

extension Service {
    var json: JSON {
        [
            "account": .string(account),
            "organization_name": .string(organizationName),
            "organization_fiscal_code": .string(organizationFiscalCode),
            "service_id": .string(id),
            "service_name": .string(name),
            "primary_key": .string(primaryKey),
            "secondary_key": .string(secondaryKey),
            "max_allowed_payment_amount": JSON(maximumAmount),
            "require_secure_channels": .bool(requiresSecureChannels),
            "flags": .array(traits.map(\.rawValue).sorted().map(JSON.string)),
            "authorized_cidrs": .array(authorizedCIDRs.map { .string($0.text) }),
            "authorized_recipients": .array(authorizedRecipients.map(JSON.string)),
            "trouble": trouble.json,
        ]
    }

    /// - Throws: `SandboxError.service` with the name of the member that is missing or wrong.
    init(_ json: JSON) throws(SandboxError) {
        func text(_ name: String) throws(SandboxError) -> String {
            guard let text = json[name]?.string, !text.isEmpty else { throw SandboxError.service(member: name) }
            return text
        }
        account = try text("account")
        organizationName = try text("organization_name")
        organizationFiscalCode = try text("organization_fiscal_code")
        id = try text("service_id")
        name = try text("service_name")
        primaryKey = try text("primary_key")
        secondaryKey = try text("secondary_key")
        maximumAmount = json["max_allowed_payment_amount"]?.integer ?? 0
        requiresSecureChannels = json["require_secure_channels"]?.bool ?? false
        for flag in json["flags"]?.elements ?? [] {
            guard let trait = flag.string.flatMap(Trait.init) else { throw SandboxError.service(member: "flags") }
            traits.insert(trait)
        }
        for range in json["authorized_cidrs"]?.elements ?? [] {
            guard let cidr = range.string.flatMap(CIDR.init) else { throw SandboxError.service(member: "authorized_cidrs") }
            authorizedCIDRs.append(cidr)
        }
        authorizedRecipients = json["authorized_recipients"]?.elements?.compactMap(\.string) ?? []
        trouble = json["trouble"].map(Trouble.init) ?? Trouble()
    }
}
