import FastCGI

/// What every answer of ours tells the browser. nginx says the same of static files.
enum SecurityHeaders {
    /// Nothing inline, nothing from elsewhere. `data:` images are the icons inside Bootstrap Italia's css.
    private static let contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

    static func add(to response: inout Response) {
        response.add("Content-Security-Policy", contentPolicy)
        response.add("X-Content-Type-Options", "nosniff")
        // Never a path or a query, which may hold a codice fiscale. Not "no-referrer": under it browsers send
        // `Origin: null` with every form, their own site's too (Fetch, "append a request Origin header").
        response.add("Referrer-Policy", "strict-origin")
        response.add("Cross-Origin-Opener-Policy", "same-origin")
        response.add("Cross-Origin-Resource-Policy", "same-origin")
        response.add("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        // Pages hold personal data: no cache, not even the browser's.
        if response.header("Cache-Control") == nil { response.add("Cache-Control", "no-store") }
    }
}
