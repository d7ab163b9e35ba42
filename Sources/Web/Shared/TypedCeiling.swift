import Domain

/// A maximum of messages a day as somebody typed it: a number, or nothing for as many as there are.
struct TypedCeiling {
    let value: Int?

    static let range = 1...1_000_000
    static let fault = "Scrivere un numero da \(range.lowerBound) a \(range.upperBound.italian), oppure lasciare vuoto per nessun limite."

    /// `nil` unless it is one.
    init?(_ typed: String) {
        guard !typed.isEmpty else {
            value = nil
            return
        }
        let digits = typed.filter { $0 != "." }
        guard let number = Int(digits), Self.range.contains(number), typed == digits || typed == number.italian else { return nil }
        value = number
    }
}
