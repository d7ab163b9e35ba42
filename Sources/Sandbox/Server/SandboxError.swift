/// Why the sandbox does not start, or could not keep what it was given.
package enum SandboxError: Error, Equatable, CustomStringConvertible {
    case file(path: String, reason: String)
    /// A service without this member, or with a wrong one.
    case service(member: String)
    /// Two services with the same id or key.
    case duplicateService(id: String)

    package var description: String {
        switch self {
        case .file(let path, let reason): "\(path): \(reason)"
        case .service(let member): "a service's \"\(member)\" is missing or wrong"
        case .duplicateService(let id): "service \(id) shares its id or a key with another"
        }
    }
}
