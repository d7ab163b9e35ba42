import FastCGI
import Store

/// The tenant's logo, for everybody: it stands on the log in too. Its address names its content, so that a browser keeps it
/// for ever; under another one, that of a page made before the logo changed, it is given and not kept.
struct LogoPage: Sendable {
    func show(_ exchange: Exchange) throws -> Response {
        guard let known = exchange.tenant.logo, let logo = try exchange.store.logo() else { throw HTTPRefusal.notFound }
        var response = Response(status: 200, body: logo.bytes)
        response.add("Content-Type", logo.mediaType)
        if exchange.request.query["v"] == known.digest { response.add("Cache-Control", "public, max-age=31536000, immutable") }
        return response
    }
}
