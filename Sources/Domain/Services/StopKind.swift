/// What stops a service by itself until a person lets it go on.
package enum StopKind: String, Sendable, CaseIterable {
    /// App IO refuses both keys, or none opens.
    case keys
    /// App IO refused so many of its messages in a row that the fault must be the service's.
    case refusals
    /// It sent as many messages today as it may.
    case ceiling

    /// Complete refusals in a row, without a message accepted between them, that stop a service.
    package static let refusalsInARow = 10
}
