import Domain
import FastCGI

extension Request {
    /// nginx's id of the request: in its log, in ours, on error pages.
    var id: String { parameters["REQUEST_ID"] ?? "-" }

    /// The host that the browser asked, lower case and without the port.
    var hostName: String {
        let host = (parameters["HTTP_HOST"] ?? "").lowercased()
        return String(host.prefix { $0 != ":" })
    }

    /// `:8080`, or nothing for the scheme's own port.
    var portSuffix: String {
        let host = parameters["HTTP_HOST"] ?? ""
        return host.firstIndex(of: ":").map { String(host[$0...].filter { $0 == ":" || $0.isNumber }) } ?? ""
    }

    /// Whether it is for the archive's list of uncertain outcomes, which the menu has an entry for.
    var asksForDoubts: Bool { path == "/notifiche" && query["stato"] == NotificationState.uncertain.rawValue }

    var scheme: String { parameters["HTTPS"] == "on" ? "https" : "http" }

    /// Whether the browser says that a page of this site sent the request (OWASP, Cross-Site Request
    /// Forgery Prevention: Origin, then Fetch Metadata). Who sends neither must still have the token.
    var comesFromItself: Bool {
        if let origin = header("Origin") { return origin.lowercased() == "\(scheme)://\(hostName)\(portSuffix)" }
        if let site = header("Sec-Fetch-Site") { return site == "same-origin" || site == "none" }
        return true
    }
}

extension String {
    /// A path that nginx decoded, encoded again so that it may stand in a header.
    var percentEncodedPath: String {
        split(separator: "/", omittingEmptySubsequences: false).map { Form.encode(String($0)) }.joined(separator: "/")
    }
}
