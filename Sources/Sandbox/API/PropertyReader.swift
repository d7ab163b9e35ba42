import Domain

/// What a property must be, with the name that App IO's decoders give to it.
struct Rule<Value>: Sendable {
    /// One line of the error for each: a whole number in a range is a union of two types there.
    let names: [String]
    let read: @Sendable (JSON) -> Value?
}

extension Rule<String> {
    /// Counted in UTF-16 units, as JavaScript does.
    static func length(_ range: ClosedRange<Int>) -> Rule {
        Rule(names: ["string of length >= \(range.lowerBound) and < \(range.upperBound + 1)"]) { json in
            json.string.flatMap { range ~= $0.utf16.count ? $0 : nil }
        }
    }

    static func pattern(_ pattern: CharacterPattern) -> Rule {
        Rule(names: ["string that matches the pattern \"\(pattern.expression)\""]) { json in
            json.string.flatMap { pattern.matches($0) ? $0 : nil }
        }
    }

    static func oneOf(_ name: String, _ values: [String]) -> Rule {
        Rule(names: [name]) { json in json.string.flatMap { values.contains($0) ? $0 : nil } }
    }

    static var nonEmpty: Rule { Rule(names: ["non empty string"]) { json in json.string.flatMap { $0.isEmpty ? nil : $0 } } }
    static var any: Rule { Rule(names: ["string"], read: \.string) }
}

extension Rule<Int> {
    static func within(_ range: ClosedRange<Int>) -> Rule {
        Rule(names: ["integer >= \(range.lowerBound) and < \(range.upperBound)", "\(range.upperBound)"]) { json in
            json.integer.flatMap { range ~= $0 ? $0 : nil }
        }
    }
}

extension Rule<Bool> {
    static var boolean: Rule { Rule(names: ["boolean"], read: \.bool) }
}

extension Rule<Moment> {
    static var timestamp: Rule { Rule(names: ["UTCISODateFromString"]) { $0.string.flatMap(Timestamp.parse) } }
}

extension Rule<JSON> {
    static func object(_ name: String) -> Rule {
        Rule(names: [name]) { json in
            guard case .object = json else { return nil }
            return json
        }
    }
}

/// Reads properties and notes every fault in the words of App IO's decoders (io-ts).
struct PropertyReader {
    private(set) var faults: [String] = []

    /// `nil` with a fault when the property is missing or is not as the rule wants it.
    mutating func required<Value>(_ name: String, _ rule: Rule<Value>, of object: JSON, at path: String) -> Value? {
        check(object[name], rule, at: "\(path).\(name)")
    }

    /// `nil` without a fault when the property is missing. `null` is not missing.
    mutating func optional<Value>(_ name: String, _ rule: Rule<Value>, of object: JSON, at path: String) -> Value? {
        object[name].flatMap { check($0, rule, at: "\(path).\(name)") }
    }

    mutating func check<Value>(_ json: JSON?, _ rule: Rule<Value>, at path: String) -> Value? {
        if let json, let value = rule.read(json) { return value }
        faults += rule.names.map { "value \(json?.text ?? "undefined") at \(path) is not a valid [\($0)]" }
        return nil
    }
}
