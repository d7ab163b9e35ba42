internal import FoundationEssentials
package import Domain

/// A message as App IO wants it (`POST /messages`). What is not said keeps App IO's default:
/// no `time_to_live`, no `feature_level_type`, no payee (it is the service's own organisation).
package struct NewMessage: Sendable, Equatable {
    package var fiscalCode: FiscalCode
    package var subject: String
    package var markdown: String
    /// The last instant of the day by which the citizen should act.
    package var dueDate: Moment?
    package var payment: Payment?
    /// No e-mail, and a push that does not say what it is about.
    package var requiresSecureChannels: Bool

    package init(_ content: NotificationContent, dueDate: Moment?, requiresSecureChannels: Bool = false) {
        fiscalCode = content.fiscalCode
        subject = content.subject
        markdown = content.markdown
        self.dueDate = dueDate
        payment = content.payment
        self.requiresSecureChannels = requiresSecureChannels
    }

    /// The body of the request.
    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(Wire(self)))
        } catch {
            preconditionFailure("strings and numbers are always JSON")
        }
    }

    private struct Wire: Encodable {
        var fiscal_code: String
        var content: Content

        struct Content: Encodable {
            var subject: String
            var markdown: String
            var due_date: String?
            var payment_data: PaymentData?
            var require_secure_channels: Bool?
        }

        struct PaymentData: Encodable {
            var amount: Int64
            var notice_number: String
            var invalid_after_due_date: Bool
        }

        init(_ message: NewMessage) {
            fiscal_code = message.fiscalCode.value
            content = Content(
                subject: message.subject,
                markdown: message.markdown,
                due_date: message.dueDate.map(timestamp),
                payment_data: message.payment.map {
                    PaymentData(amount: $0.amount.cents, notice_number: $0.noticeNumber.value,
                                invalid_after_due_date: !$0.payableAfterDueDate)
                },
                require_secure_channels: message.requiresSecureChannels ? true : nil)
        }
    }
}
