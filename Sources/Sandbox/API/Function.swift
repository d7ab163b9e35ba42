import FastCGI

/// App IO's functions, called by a service that the gateway has recognised.
struct Function {
    let state: SandboxState
    let service: Service
    /// Of the socket: headers that claim another are not looked at.
    let address: String

    func answer(_ call: Call, showsUnknownStatus: Bool) -> Outcome {
        do {
            return switch call.operation {
            case .submit: try post(call)
            case .status: Outcome(try get(call, showsUnknownStatus: showsUnknownStatus))
            case .profile: Outcome(try profile(call))
            }
        } catch {
            return Outcome(error.response)
        }
    }

    func parse(_ call: Call) throws(ProblemJSON) -> JSON? {
        switch call.body {
        case .success(let json): return json
        case .failure(let failure):
            throw ProblemJSON(.problem(state.configuration.malformedJSONStatus, "Internal server error", failure.message))
        }
    }

    func check(pathFiscalCode: String) throws(ProblemJSON) {
        guard CharacterPattern.fiscalCode.matches(pathFiscalCode) else { throw ProblemJSON(.badFiscalCode(pathFiscalCode)) }
    }

    func checkAddress() throws(ProblemJSON) {
        guard service.accepts(address: address) else { throw ProblemJSON(.noPermission) }
    }

    /// The back office's keys belong to no service.
    func checkServiceExists() throws(ProblemJSON) {
        guard !service.has(.manage) else { throw ProblemJSON(.noPermission) }
    }
}

/// A refusal thrown out of the middle of a call. Errors are Sendable and responses are not, so
/// it is made where it is caught.
struct ProblemJSON: Error {
    private let make: @Sendable () -> Response
    var response: Response { make() }
    init(_ response: @autoclosure @escaping @Sendable () -> Response) { make = response }
}
