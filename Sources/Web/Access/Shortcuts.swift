import FastCGI

/// Whether single letters lead somewhere: whoever speaks to a computer, or presses keys by mistake, switches them off. A cookie of
/// the browser says so, since it is the keyboard that matters and not the person.
enum Shortcuts {
    private static let cookie = "__Host-tasti"

    /// Those of a page: none where somebody writes a long text, which a key beside its field would leave.
    static func keys(on request: Request, maySend: Bool) -> String {
        let isForWriting = request.path == "/notifiche/nuova" || request.path.hasPrefix("/modelli/")
        return areOff(request) || isForWriting ? "" : maySend ? "n/?" : "/?"
    }

    static func areOff(_ request: Request) -> Bool { request.cookie(cookie) == "no" }

    /// The header that keeps it: for 180 days when they are off, and no cookie when they are on.
    static func header(areOn: Bool) -> String {
        "\(cookie)=no; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=\(areOn ? 0 : 180 * 86_400)"
    }
}
