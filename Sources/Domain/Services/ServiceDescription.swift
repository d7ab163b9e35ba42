/// What an administrator says of a service of App IO.
package struct ServiceDescription: Sendable, Equatable {
    package var name: String
    /// App IO's id of it.
    package var ioServiceID: String
    package var environment: Environment
    /// 0: App IO refuses every payment.
    package var maximumAmount: Amount
    /// Whether App IO is asked to write no e-mail of its messages and to push them without their subject.
    package var requiresSecureChannels: Bool

    package init(name: String, ioServiceID: String, environment: Environment, maximumAmount: Amount, requiresSecureChannels: Bool = false) {
        (self.name, self.ioServiceID, self.environment) = (name, ioServiceID, environment)
        (self.maximumAmount, self.requiresSecureChannels) = (maximumAmount, requiresSecureChannels)
    }
}
