import Domain

/// The body of POST /messages, decoded by the facts of App IO's `NewMessage`.
struct PostedMessage {
    struct Payment {
        var amount: Int
        var noticeNumber: String
        var isInvalidAfterDueDate: Bool
        var payee: String?
    }

    struct ThirdPartyData {
        var configuration: String?
        var hasAttachments: Bool
        var json: JSON
    }

    var fiscalCode: String?
    var timeToLive: Int
    var isAdvanced: Bool
    var subject: String
    var markdown: String
    var requiresSecureChannels: Bool?
    var dueDate: Moment?
    var payment: Payment?
    var thirdPartyData: ThirdPartyData?
    var hasCovidCertificate: Bool

    struct Invalid: Error {
        /// One fault a line.
        let detail: String
        init(_ reader: PropertyReader) { detail = reader.faults.joined(separator: "\n") }
    }

    /// - Parameter json: `nil` when there was no body at all.
    /// - Throws: `Invalid` with every fault. Properties that nobody knows are let through.
    init(_ json: JSON?) throws(Invalid) {
        var reader = PropertyReader()
        guard let message = reader.check(json, .object("NewMessage"), at: "root"),
              let content = reader.required("content", .object("NewMessageContent"), of: message, at: "root") else {
            throw Invalid(reader)
        }
        subject = reader.required("subject", .length(10...120), of: content, at: Self.path) ?? ""
        markdown = reader.required("markdown", .length(80...10_000), of: content, at: Self.path) ?? ""
        requiresSecureChannels = reader.optional("require_secure_channels", .boolean, of: content, at: Self.path)
        payment = Self.payment(of: content, &reader)
        dueDate = reader.optional("due_date", .timestamp, of: content, at: Self.path)
        let certificate = reader.optional("eu_covid_cert", .object("EUCovidCert"), of: content, at: Self.path)
        hasCovidCertificate = certificate != nil
        if let certificate { _ = reader.required("auth_code", .any, of: certificate, at: "\(Self.path).eu_covid_cert") }
        thirdPartyData = Self.thirdPartyData(of: content, &reader)
        timeToLive = reader.optional("time_to_live", .within(3_600...604_800), of: message, at: "root") ?? 3_600
        fiscalCode = reader.optional("fiscal_code", .pattern(.fiscalCode), of: message, at: "root")
        let level = reader.optional(
            "feature_level_type", .oneOf("FeatureLevelType", ["STANDARD", "ADVANCED"]), of: message, at: "root")
        isAdvanced = level == "ADVANCED"
        guard reader.faults.isEmpty else { throw Invalid(reader) }
    }

    private static let path = "root.content"

    private static func payment(of content: JSON, _ reader: inout PropertyReader) -> Payment? {
        guard let data = reader.optional("payment_data", .object("PaymentData"), of: content, at: path) else { return nil }
        let path = "\(path).payment_data"
        let amount = reader.required("amount", .within(1...9_999_999_999), of: data, at: path)
        let noticeNumber = reader.required("notice_number", .pattern(.noticeNumber), of: data, at: path)
        let isInvalid = reader.optional("invalid_after_due_date", .boolean, of: data, at: path)
        let payee = reader.optional("payee", .object("Payee"), of: data, at: path).flatMap {
            reader.required("fiscal_code", .pattern(.organizationFiscalCode), of: $0, at: "\(path).payee")
        }
        guard let amount, let noticeNumber else { return nil }
        return Payment(amount: amount, noticeNumber: noticeNumber, isInvalidAfterDueDate: isInvalid ?? false, payee: payee)
    }

    private static func thirdPartyData(of content: JSON, _ reader: inout PropertyReader) -> ThirdPartyData? {
        guard let data = reader.optional("third_party_data", .object("ThirdPartyData"), of: content, at: path) else { return nil }
        let path = "\(path).third_party_data"
        _ = reader.required("id", .nonEmpty, of: data, at: path)
        for name in ["original_sender", "summary"] { _ = reader.optional(name, .nonEmpty, of: data, at: path) }
        _ = reader.optional("original_receipt_date", .timestamp, of: data, at: path)
        let hasAttachments = reader.optional("has_attachments", .boolean, of: data, at: path)
        _ = reader.optional("has_remote_content", .boolean, of: data, at: path)
        _ = reader.optional("has_precondition", .oneOf("HasPrecondition", ["ALWAYS", "ONCE", "NEVER"]), of: data, at: path)
        let configuration = reader.optional("configuration_id", .pattern(.ulid), of: data, at: path)
        return ThirdPartyData(configuration: configuration, hasAttachments: hasAttachments ?? false, json: data)
    }

    /// The content as GET answers it, with the payee filled in.
    func storedContent(payee: String) -> JSON {
        [
            "subject": .string(subject),
            "markdown": .string(markdown),
            "require_secure_channels": requiresSecureChannels.map(JSON.bool),
            "due_date": dueDate.map { .string(Timestamp.text($0)) },
            "payment_data": payment.map { payment in
                [
                    "amount": JSON(payment.amount),
                    "notice_number": .string(payment.noticeNumber),
                    "invalid_after_due_date": .bool(payment.isInvalidAfterDueDate),
                    "payee": ["fiscal_code": .string(payment.payee ?? payee)],
                ]
            },
            "third_party_data": thirdPartyData?.json,
        ]
    }
}
