import Domain
import FastCGI
import Otp
import Template

/// `/codici`: the codes of this moment, for who tries the demo and has no telephone that knows its people.
struct CodesPage {
    private let configuration: Sandbox.Configuration
    private let people: [Telephone]
    private let page: CompiledTemplate<CodesView, PageLayout>

    init(_ configuration: Sandbox.Configuration, _ library: Library) throws {
        self.configuration = configuration
        people = try ServicesFile.elements(configuration.codesFile).compactMap(Telephone.init)
        page = try library.template("codici", CodesView.self, within: PageLayout.self)
    }

    func show() -> Response {
        let seconds = configuration.clock().microseconds / 1_000_000
        let view = CodesView(codes: people.map { CodeView(telephone: $0, code: $0.password.code(at: seconds)) })
        let layout = PageLayout(title: "Codici di accesso", section: .codes, stylesheets: configuration.stylesheets)
        return .page(page.render(view, layout))
    }
}

/// Somebody of the demo with a second factor.
struct Telephone {
    var ente: String
    var username: String
    var password: OneTimePassword

    /// `nil` when something is missing or no secret in base32.
    init?(_ json: JSON) {
        guard let ente = json["ente"]?.string, let username = json["utente"]?.string,
              let password = json["totp"]?.string.flatMap({ OneTimePassword(base32: $0) }) else { return nil }
        (self.ente, self.username, self.password) = (ente, username, password)
    }
}

private struct CodeView: View {
    var telephone: Telephone
    var code: String

    static let fields: Fields<Self> = [
        "ente": .text { $0.telephone.ente },
        "utente": .text { $0.telephone.username },
        "codice": .text { $0.code },
        "chiave": .text { $0.telephone.password.base32 },
    ]
}

private struct CodesView: View {
    var codes: [CodeView]

    static let fields: Fields<Self> = ["codici": .list { $0.codes }]
}
