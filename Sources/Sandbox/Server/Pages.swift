import FastCGI
import Template

/// What every page of the sandbox has around it.
struct PageLayout: View {
    var title: String
    var section: Section
    var stylesheets: [String]

    enum Section { case inbox, control, codes }

    static let fields: Fields<Self> = [
        "titolo": .text { $0.title },
        "in_posta": .flag { $0.section == .inbox },
        "in_controllo": .flag { $0.section == .control },
        "in_codici": .flag { $0.section == .codes },
        "fogli_di_stile": .texts { $0.stylesheets },
    ]
}

extension Response {
    static func page(_ bytes: [UInt8], status: Int = 200) -> Response {
        var response = Response(status: status, body: bytes)
        response.add("Content-Type", "text/html; charset=utf-8")
        response.add("Cache-Control", "no-store")
        response.add("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
        response.add("X-Content-Type-Options", "nosniff")
        response.add("Referrer-Policy", "no-referrer")
        return response
    }

    static func data(_ json: JSON, status: Int = 200) -> Response {
        var response = Response(status: status, body: json.bytes)
        response.add("Content-Type", "application/json")
        response.add("Cache-Control", "no-store")
        return response
    }

    static func seeOther(_ path: String) -> Response {
        var response = Response(status: 303)
        response.add("Location", path)
        return response
    }
}

extension Request {
    var wantsJSON: Bool { header("Accept")?.contains("application/json") ?? false }
}
