import Domain
import FastCGI
@preconcurrency import Glibc
@testable import Sandbox
import Synchronization
import Testing

/// A sandbox in a directory of its own, with a clock that stands until a test moves it and with
/// sleeps that are noted instead of slept.
final class Simulator {
    var directory: String { place.path }
    let clock: Clock
    private let place: Place
    private(set) var sandbox: Sandbox
    private let configuration: Sandbox.Configuration

    final class Clock: Sendable {
        private let values = Mutex((now: Moment(seconds: 1_790_000_000), slept: [Int]()))
        var now: Moment { values.withLock { $0.now } }
        var slept: [Int] { values.withLock { $0.slept } }
        func advance(milliseconds: Int) { values.withLock { $0.now = $0.now.adding(milliseconds: milliseconds) } }
        func sleep(_ milliseconds: Int) { values.withLock { $0.slept.append(milliseconds) } }
    }

    init(services: String = Simulator.services, _ adjust: (inout Sandbox.Configuration) -> Void = { _ in }) throws {
        let place = try Place()
        let directory = place.path
        self.place = place
        let file = try #require(fopen("\(directory)/services.json", "wb"))
        fputs(services, file)
        fclose(file)
        let clock = Clock()
        self.clock = clock
        var configuration = Sandbox.Configuration(
            servicesFile: "\(directory)/services.json", journalDirectory: "\(directory)/journal",
            templatesDirectory: #filePath.replacing("Tests/SandboxTests/Simulator.swift", with: "templates/sandbox"),
            sleep: { clock.sleep($0) })
        configuration.limitsRate = false
        configuration.clock = { clock.now }
        adjust(&configuration)
        self.configuration = configuration
        sandbox = try Sandbox(configuration)
    }

    /// As after a kill: nothing but the directory is left.
    func restart() throws { sandbox = try Sandbox(configuration) }

    func call(_ method: String, _ path: String, key: String? = "prima", body: String = "",
              _ parameters: [String: String] = [:]) -> Response {
        var parameters = parameters
        parameters["REQUEST_METHOD"] = method
        parameters["DOCUMENT_URI"] = path
        parameters["HTTP_OCP_APIM_SUBSCRIPTION_KEY"] = key
        parameters["REMOTE_ADDR"] = parameters["REMOTE_ADDR"] ?? "192.0.2.1"
        return sandbox.answer(Request(parameters: parameters, body: Array(body.utf8)))
    }

    func post(_ json: JSON, key: String = "prima", path: String? = nil) -> Response {
        call("POST", "/api/v1/messages" + (path.map { "/" + $0 } ?? ""), key: key, body: json.text)
    }

    /// Sends a right message and gives back its id.
    func send(to citizen: Persona, key: String = "prima", _ changes: [String: JSON?] = [:]) throws -> String {
        let response = post(message(to: citizen.rawValue, changes), key: key)
        try #require(response.status == 201, "\(response.text)")
        return try #require(response.json?["id"]?.string)
    }

    func form(_ path: String, _ fields: [(String, String)], accept: String? = nil) -> Response {
        var parameters = ["CONTENT_TYPE": "application/x-www-form-urlencoded"]
        parameters["HTTP_ACCEPT"] = accept
        return call("POST", path, key: nil, body: Form(fields).urlEncoded, parameters)
    }

    func inbox(_ query: String = "") throws -> [JSON] {
        let response = call("GET", "/posta", key: nil, ["HTTP_ACCEPT": "application/json", "QUERY_STRING": query])
        return try #require(response.json?.elements)
    }

    /// A right message; changes are made to the content, or to the message for its own members.
    func message(to fiscalCode: String? = Persona.delivered.rawValue, _ changes: [String: JSON?] = [:]) -> JSON {
        var content: [String: JSON] = ["subject": "Oggetto della prova", "markdown": .string(String(repeating: "testo ", count: 20))]
        var message: [String: JSON] = [:]
        message["fiscal_code"] = fiscalCode.map(JSON.string)
        for (name, value) in changes {
            if Self.ownMembers.contains(name) { message[name] = value } else { content[name] = value }
        }
        message["content"] = JSON(content)
        return JSON(message)
    }

    private static let ownMembers = ["time_to_live", "feature_level_type", "default_addresses"]

    static let services = """
        [\(service("prima", account: "comune-a", extra: #""max_allowed_payment_amount": 10000"#)),
         \(service("altra", account: "comune-a")), \(service("b", account: "comune-b")),
         \(service("premium", account: "comune-a",
                   extra: #""max_allowed_payment_amount": 10000, "flags": ["advanced", "payee", "third_party", "legacy_notification"]"#)),
         \(service("revocata", account: "comune-a", extra: #""flags": ["revoked"]"#)),
         \(service("manage", account: "comune-a", extra: #""flags": ["manage"]"#)),
         \(service("muta", account: "comune-a", extra: #""flags": ["no_write", "no_read"]"#)),
         \(service("limitata", account: "comune-a",
                   extra: #""flags": ["limited"], "authorized_recipients": ["RSSMRA85T10A562S"]"#)),
         \(service("apprendista", account: "comune-a", extra: #""flags": ["trial"]"#)),
         \(service("recintata", account: "comune-a", extra: #""authorized_cidrs": ["10.1.0.0/16", "192.0.2.7"]"#))]
        """

    private static func service(_ key: String, account: String, extra: String = #""max_allowed_payment_amount": 0"#) -> String {
        """
        {"account": "\(account)", "organization_name": "Comune di \(account)", "organization_fiscal_code": "00907501001",
         "service_id": "S-\(key)", "service_name": "Servizio \(key)", "primary_key": "\(key)", "secondary_key": "\(key)-2", \(extra)}
        """
    }
}

/// A directory that goes with its simulator, also with one that did not start.
private final class Place {
    let path: String

    init() throws {
        var template = Array("/tmp/puntuale-sandbox-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    deinit {
        for name in ["journal/journal.jsonl", "services.json"] { unlink("\(path)/\(name)") }
        rmdir("\(path)/journal")
        rmdir(path)
    }
}

extension JSON {
    init(_ members: [String: JSON]) {
        self = .object(members.sorted { $0.key < $1.key }.map { Member(name: $0.key, value: $0.value) })
    }
}

extension Response {
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSON? { try? JSONParser.parse(body) }
}

/// The official names of the operations that the sandbox answers.
enum Operation: String {
    case profile = "getProfileByPOST"
    case submit = "submitMessageforUserWithFiscalCodeInBody"
    case message = "getMessage"
}

/// Keeps an answer for `scripts/check-openapi`, when somebody asks for it.
func keepSample(_ operation: Operation, _ label: String, _ response: Response) {
    guard let directory = getenv("PUNTUALE_SAMPLES").map({ String(cString: $0) }), !directory.isEmpty else { return }
    mkdir(directory, 0o755)
    guard let file = fopen("\(directory)/\(operation.rawValue).\(response.status).\(label).json", "wb") else { return }
    fwrite(response.body, 1, response.body.count, file)
    fclose(file)
}
