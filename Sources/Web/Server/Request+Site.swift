import Domain
import FastCGI

extension Request {
    /// nginx's id of the request: in its log, in ours, on error pages.
    var id: String { parameters["REQUEST_ID"] ?? "-" }

    /// Whether it may change something, so that what its arrival found may no longer be so.
    var isAct: Bool { method != "GET" && method != "HEAD" }

    /// The host that the browser asked, lower case and without the port.
    var hostName: String {
        let host = (parameters["HTTP_HOST"] ?? "").utf8
        return String(Substring(host.prefix { $0 != UInt8(ascii: ":") })).lowercased()
    }

    /// `:8080`, or nothing for the scheme's own port.
    var portSuffix: String {
        let host = parameters["HTTP_HOST"] ?? ""
        return host.firstIndex(of: ":").map { String(host[$0...].filter { $0 == ":" || $0.isNumber }) } ?? ""
    }

    /// Path and query as they were asked for.
    var ownAddress: String {
        path.percentEncodedPath + (parameters["QUERY_STRING"].flatMap { $0.isEmpty ? nil : "?\($0)" } ?? "")
    }

    var scheme: String { parameters["HTTPS"] == "on" ? "https" : "http" }

    /// Whether nothing that the browser says is against a page of this site having sent the request (OWASP, Cross-Site
    /// Request Forgery Prevention: Origin and Fetch Metadata). Who sends neither must still have the token.
    var comesFromItself: Bool {
        let origin = header("Origin").map { $0.lowercased() == "\(scheme)://\(hostName)\(portSuffix)" } ?? true
        let site = header("Sec-Fetch-Site").map { $0 == "same-origin" || $0 == "none" } ?? true
        return origin && site
    }

    /// Whether a page that is not of this name has asked for it (Fetch Metadata). Names under one domain are of different enti, and of
    /// the comune's own site: they are no closer than any other.
    var comesFromAnotherSite: Bool { ["cross-site", "same-site"].contains(header("Sec-Fetch-Site")) }

    /// Whether that page wants the answer for itself. It may only lead its reader here.
    var isTakenByAnotherSite: Bool { comesFromAnotherSite && header("Sec-Fetch-Dest") != "document" }
}

extension String {
    /// What stands between the slashes of a path. By bytes, as nginx reads it.
    var pathParts: [Substring] { utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) } }

    /// A path that nginx decoded, encoded again so that it may stand in a header.
    var percentEncodedPath: String {
        split(separator: "/", omittingEmptySubsequences: false).map { Form.encode(String($0)) }.joined(separator: "/")
    }
}
