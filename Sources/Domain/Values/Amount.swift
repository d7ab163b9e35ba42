import Text

/// A sum of money in euro cents. What a person typed is between 0.01 and 99,999,999.99 €, App IO's
/// limits for `payment_data.amount`; a service's maximum may be zero (payments not enabled).
package struct Amount: Hashable, Sendable, Comparable {
    package let cents: Int64
    package init(cents: Int64) { self.cents = cents }

    package static let minimum = Amount(cents: 1)
    package static let maximum = Amount(cents: 9_999_999_999)

    /// Reads what Italians write: `1234`, `1.234`, `1234,5`, `1.234,56`, `€ 12,00`, `12,00 €`.
    ///
    /// A point may only part thousands: `12.34` is refused, because it is twelve euro to one person
    /// and a slip for 1,234 to another. No floating point is involved.
    package static func parse(_ typed: String) throws(AmountFault) -> Amount {
        var text = typed.withoutSpaces()[...]
        if text.hasPrefix("€") { text.removeFirst() } else if text.hasSuffix("€") { text.removeLast() }
        guard !text.isEmpty else { throw .empty }

        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw .malformed }
        let groups = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard groups.allSatisfy({ $0.utf8.areDigits }) else { throw .malformed }
        if groups.count > 1 {
            let areThousands = groups[0].count <= 3 && !groups[0].hasPrefix("0") && groups.dropFirst().allSatisfy { $0.count == 3 }
            guard areThousands else { throw .pointBeforeCents }
        }
        var decimals = ""
        if parts.count == 2 {
            guard parts[1].utf8.areDigits else { throw .malformed }
            guard parts[1].count <= 2 else { throw .tooManyDecimals }
            decimals = String(parts[1])
        }
        decimals += String(repeating: "0", count: 2 - decimals.count)

        let digits = (groups.joined() + decimals).drop { $0 == "0" }
        guard let cents = Int64(digits.isEmpty ? "0" : digits), cents <= maximum.cents else { throw .tooLarge }
        guard cents >= minimum.cents else { throw .tooSmall }
        return Amount(cents: cents)
    }

    /// `1.234,56`, without a currency sign; `parse` reads it back.
    package var italian: String {
        (cents < 0 && cents > -100 ? "-" : "") + (cents / 100).italian + "," + (cents % 100).magnitude.padded(to: 2)
    }

    package static func < (one: Amount, other: Amount) -> Bool { one.cents < other.cents }
}

/// Why what was typed is not a sum that may be asked for.
package enum AmountFault: Error, Hashable, Sendable {
    case empty, malformed, pointBeforeCents, tooManyDecimals, tooSmall, tooLarge

    /// What is wrong and what to do, for the person who typed it.
    package var sentence: String {
        switch self {
        case .empty: "Indicare la somma da pagare."
        case .malformed: "La somma non è un importo in euro: scriverla con due cifre decimali, come 12,34."
        case .pointBeforeCents: "Nella somma il punto separa le migliaia: scrivere i centesimi dopo la virgola, come 12,34 o 1.234,56."
        case .tooManyDecimals: "La somma ha più di due cifre dopo la virgola: scriverla con due, come 12,34."
        case .tooSmall: "La somma deve essere almeno \(Amount.minimum.italian) €: se non c’è nulla da pagare, lasciare vuoto il campo."
        case .tooLarge: "La somma supera \(Amount.maximum.italian) €, il massimo di App IO."
        }
    }
}
