import FastCGI

/// What every answer of ours tells the browser. nginx says the same of static files.
enum SecurityHeaders {
    /// What no page here needs, and no script that got in should have.
    private static let powers = [
        "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
        "payment", "publickey-credentials-get", "usb",
    ].map { "\($0)=()" }.joined(separator: ", ")

    /// Nothing inline, nothing from elsewhere. `data:` images are the icons inside Bootstrap Italia's css.
    private static let contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

    /// Two years. Not of the names under it: a comune has other sites there.
    private static let strictTransport = "max-age=63072000"

    /// Those of every answer.
    private static let always = {
        var response = Response(status: 200)
        response.add("Content-Security-Policy", contentPolicy)
        response.add("X-Content-Type-Options", "nosniff")
        // What frame-ancestors says, for browsers that do not know it.
        response.add("X-Frame-Options", "DENY")
        // Never a path or a query, which may hold a codice fiscale. Not "no-referrer": under it browsers send
        // `Origin: null` with every form, their own site's too (Fetch, "append a request Origin header").
        response.add("Referrer-Policy", "strict-origin")
        response.add("Cross-Origin-Opener-Policy", "same-origin")
        response.add("Cross-Origin-Resource-Policy", "same-origin")
        response.add("Cross-Origin-Embedder-Policy", "require-corp")
        response.add("Permissions-Policy", powers)
        return response
    }()

    static func add(to response: inout Response, of request: Request) {
        if request.scheme == "https" { response.add("Strict-Transport-Security", strictTransport) }
        response.add(headersOf: always)
        // Pages hold personal data: no cache, not even the browser's.
        if response.header("Cache-Control") == nil { response.add("Cache-Control", "no-store") }
    }
}
