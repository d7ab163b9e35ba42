import FastCGI

/// One call of App IO's API, as its method, path and body say.
struct Call {
    enum Operation: String, Sendable, CaseIterable {
        case profile, submit, status
    }

    let operation: Operation
    let pathFiscalCode: String?
    /// The message that is asked for.
    let id: String
    /// `nil` when there was none.
    let body: Result<JSON?, JSONParser.Failure>

    /// `nil` for a path or method that the API does not have.
    init?(_ request: Request) {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, parts[..<3] == ["", "api", "v1"], !parts[4...].contains("") else { return nil }
        switch (request.method, parts[3], parts.count) {
        case ("POST", "messages", 4), ("POST", "messages", 5): operation = .submit
        case ("GET", "messages", 6): operation = .status
        case ("POST", "profiles", 4), ("GET", "profiles", 5): operation = .profile
        default: return nil
        }
        pathFiscalCode = parts.count > 4 ? parts[4] : nil
        id = parts.count > 5 ? parts[5] : ""
        let bytes = request.method == "POST" ? request.body : []
        body = Result { () throws(JSONParser.Failure) in bytes.isEmpty ? nil : try JSONParser.parse(bytes) }
    }

    /// Whom the call is about, when that is well formed.
    var fiscalCode: String? {
        let code = pathFiscalCode ?? (try? body.get())?["fiscal_code"]?.string
        return code.flatMap { CharacterPattern.fiscalCode.matches($0) ? $0 : nil }
    }
}
