import FastCGI

/// One call of App IO's functions, by a service that the gateway has recognised.
struct Function {
    let state: SandboxState
    let service: Service
    /// Of the socket: headers that claim another are not looked at.
    let address: String
    let sleepers: Sleepers

    func parse(_ body: [UInt8]) throws(Refusal) -> JSON? {
        guard !body.isEmpty else { return nil }
        do {
            return try JSONParser.parse(body)
        } catch {
            throw Refusal(.problem(state.configuration.malformedJSONStatus, "Internal server error", error.message))
        }
    }

    func check(pathFiscalCode: String) throws(Refusal) {
        guard CharacterPattern.fiscalCode.matches(pathFiscalCode) else { throw Refusal(.badFiscalCode(pathFiscalCode)) }
    }

    func checkAddress() throws(Refusal) {
        guard service.accepts(address: address) else { throw Refusal(.noPermission) }
    }

    /// The back office's keys belong to no service.
    func checkServiceExists() throws(Refusal) {
        guard !service.has(.manage) else { throw Refusal(.noPermission) }
    }
}

/// A refusal thrown out of the middle of a call. Errors are Sendable and responses are not, so
/// it is made where it is caught.
struct Refusal: Error {
    private let make: @Sendable () -> Response
    var response: Response { make() }
    init(_ response: @autoclosure @escaping @Sendable () -> Response) { make = response }
}
