/// What a form is checked against: facts of the tenant and the day.
package struct FormRules: Sendable {
    /// The services that the operator may choose, and those disabled since the page was opened.
    package var services: [ServiceID: ServiceRules]
    /// The tenant's minimum for the content, 80 to 10,000: below it a warning, below 80 an error.
    package var minimumContent: Int
    /// The day in Europe/Rome.
    package var today: CalendarDate
    /// What the template that the form is filled in from says of the payment.
    package var payment = PaymentRules()

    package init(services: [ServiceID: ServiceRules], minimumContent: Int, today: CalendarDate) {
        precondition(TextLimits.content.contains(minimumContent), "the ente's minimum is within App IO's limits")
        self.services = services
        self.minimumContent = minimumContent
        self.today = today
    }
}

/// What a service allows.
package struct ServiceRules: Sendable, Equatable {
    /// `max_allowed_payment_amount` of App IO; zero when payments are not enabled.
    package var maximumAmount: Amount
    package var isUsable: Bool
    /// Its subjects are seen on no lock screen and in no e-mail.
    package var requiresSecureChannels: Bool

    package init(maximumAmount: Amount, isUsable: Bool, requiresSecureChannels: Bool = false) {
        self.maximumAmount = maximumAmount
        self.isUsable = isUsable
        self.requiresSecureChannels = requiresSecureChannels
    }
}

/// What a template says of the payment of its notifications.
package struct PaymentRules: Sendable, Equatable {
    /// Nothing is sent without it.
    package var isRequired = false
    /// The text says the sum, whether or not it can be paid with the message.
    package var amountIsOfText = false

    package init() {}
}
