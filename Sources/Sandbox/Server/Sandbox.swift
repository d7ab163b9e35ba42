package import FastCGI
import Template

/// A simulated App IO for the demo, for training and for tests: its API, the citizens' inbox
/// and a control page. No message leaves it.
package final class Sandbox: Sendable {
    private let gateway: Gateway
    private let inbox: InboxPages
    private let control: ControlPages
    private let codes: CodesPage

    /// Reads the services, what the journal kept, and the templates.
    ///
    /// - Throws: `SandboxError` or `TemplateError`, for a person to read.
    package init(_ configuration: Configuration) throws {
        let state = try SandboxState(configuration)
        gateway = Gateway(state: state, sleepers: Sleepers(configuration))
        let library = try Library(directory: configuration.templatesDirectory)
        inbox = try InboxPages(state, library)
        control = try ControlPages(state, library)
        codes = try CodesPage(configuration, library)
        try library.requireAllUsed()
    }

    /// For `Server`. All threads share what the sandbox remembers.
    package func makeHandler() -> Server.Handler { answer }

    package func answer(_ request: Request) -> Response {
        // A page of another site must not press our buttons in the browser of who tests.
        if request.method != "GET", request.header("Sec-Fetch-Site") == "cross-site" { return Response(status: 403) }
        switch (request.method, request.path) {
        case (_, let path) where path == "/api" || path.hasPrefix("/api/"): return gateway.answer(request)
        case ("GET", "/"): return .seeOther("/posta")
        case ("GET", "/posta"): return inbox.show(request)
        case ("DELETE", "/posta"), ("POST", "/posta/svuota"): return inbox.clear(request)
        case ("GET", "/codici"): return codes.show()
        case ("GET", "/controllo"): return control.show(request)
        case ("POST", "/controllo/servizi"): return control.addService(request)
        case ("POST", "/controllo/chiavi"): return control.regenerateKey(request)
        case ("GET", "/controllo/guasti"): return control.showBooks()
        case ("POST", "/controllo/guasti"): return control.setTrouble(request)
        default:
            var response = Response(status: 404, body: Array("Pagina non trovata.\n".utf8))
            response.add("Content-Type", "text/plain; charset=utf-8")
            return response
        }
    }
}
