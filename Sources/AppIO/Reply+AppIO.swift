internal import Curl
internal import FoundationEssentials
internal import Text

extension Reply {
    /// The body as JSON; `nil` when it is not, or not such.
    func json<Wire: Decodable>(_ type: Wire.Type) -> Wire? {
        try? JSONDecoder().decode(type, from: Data(body))
    }

    /// Whether App IO's function explains itself (`application/problem+json`), as against its
    /// gateway or anything else on the way.
    var isProblem: Bool {
        let media = headers["content-type"]?.prefix { $0 != ";" }
        return media?.trimmed().lowercased() == "application/problem+json" && Problem(body) != nil
    }

    /// How long a 429 asks to wait: App IO's own header, the standard one, or 5 s. Both count
    /// whole seconds; 0 means less than one.
    var pause: Duration {
        let seconds = ["x-rate-limit-retry-after", "retry-after"]
            .compactMap { headers[$0] }.compactMap { Int($0.trimmed()) }.first { (0...86_400).contains($0) }
        return .seconds(max(1, seconds ?? 5))
    }
}
