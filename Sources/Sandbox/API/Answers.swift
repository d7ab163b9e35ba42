import FastCGI

/// The two shapes in which App IO answers, and those of what stands before it.
extension Response {
    /// From the function behind the gateway, with the headers that its framework adds.
    static func function(_ status: Int, _ json: JSON, type: String = "application/json") -> Response {
        var response = Response(status: status, body: json.bytes)
        response.add("Content-Type", type)
        for (name, value) in securityHeaders { response.add(name, value) }
        return response
    }

    /// An error of the function.
    static func problem(_ status: Int, _ title: String, _ detail: String) -> Response {
        let json: JSON = ["detail": .string(detail), "status": JSON(status), "title": .string(title)]
        return function(status, json, type: "application/problem+json")
    }

    /// An error of the gateway, which never asked the function.
    static func gateway(_ status: Int, _ message: String) -> Response {
        let json: JSON = ["statusCode": JSON(status), "message": .string(message)]
        var response = Response(status: status, body: json.bytes)
        response.add("Content-Type", "application/json")
        return response
    }

    /// The gateway's 429, with a header of its own in place of `Retry-After`.
    static func rateLimited(retryAfter seconds: Int) -> Response {
        var response = gateway(429, "Rate limit is exceeded. Try again in \(seconds) seconds.")
        response.add("x-rate-limit-retry-after", String(seconds))
        return response
    }

    /// An error of the load balancer. What it really writes was never seen.
    static func loadBalancer(_ status: Int, _ reason: String) -> Response {
        let page = "<html>\r\n<head><title>\(status) \(reason)</title></head>\r\n<body>\r\n"
            + "<center><h1>\(status) \(reason)</h1></center>\r\n</body>\r\n</html>\r\n"
        var response = Response(status: status, body: Array(page.utf8))
        response.add("Content-Type", "text/html")
        return response
    }

    /// nginx ends the connection without an answer: its location `/_taglia` returns 444.
    static var cut: Response {
        var response = Response(status: 200)
        response.add("X-Accel-Redirect", "/_taglia")
        return response
    }

    private static let securityHeaders = [
        ("Content-Security-Policy", "default-src 'none'; upgrade-insecure-requests"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Origin-Agent-Cluster", "?1"),
        ("Referrer-Policy", "no-referrer"),
        ("Strict-Transport-Security", "max-age=15552000; includeSubDomains"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-DNS-Prefetch-Control", "off"),
        ("X-Download-Options", "noopen"),
        ("X-Frame-Options", "DENY"),
        ("X-Permitted-Cross-Domain-Policies", "none"),
        ("X-XSS-Protection", "0"),
    ]
}
