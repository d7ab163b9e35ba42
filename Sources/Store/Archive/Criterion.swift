package import Domain

/// What a list is narrowed to, made of criteria. Every one that is set must hold.
package protocol ListFilter: Sendable, Equatable {
    init()
    /// All of them, in the order in which a page asks for them.
    static var criteria: [Criterion<Self>] { get }
    /// First and last day, inclusive, in Europe/Rome.
    var from: CalendarDate? { get }
    var through: CalendarDate? { get }
}

/// One part of a filter: what a page calls it, and how it is read from what was typed. A class: a page goes through twenty of them
/// many times, and a copy of so many strings and closures costs more than what is done with them.
package final class Criterion<Filter>: Sendable {
    /// How a person gives it.
    package enum Kind: Sendable, Equatable {
        case text(most: Int)
        /// No words: letters and digits that are copied from somewhere.
        case code(Alphabet, most: Int)
        case day, choice
        /// Any of several of a list.
        case choices
    }

    package enum Alphabet: Sendable { case capitals, digits, any }

    typealias Path<Value> = any WritableKeyPath<Filter, Value?> & Sendable
    typealias Paths<Value: Hashable> = any WritableKeyPath<Filter, Set<Value>> & Sendable

    /// Its name in addresses and forms, and in what an export keeps.
    package let key: String
    /// In the words of the page; Excel's too.
    package let label: String
    package let kind: Kind
    /// Said of what cannot be understood; empty: that narrows nothing.
    package let fault: String
    /// How it is given, where its label does not say.
    package let help: String
    private let get: @Sendable (Filter) -> [String]
    private let set: @Sendable (String, inout Filter) -> Bool
    private let say: @Sendable (Filter) -> [String]

    /// - Parameters:
    ///   - text: a value as it may be typed.
    ///   - words: the same for who reads it.
    ///   - read: `nil` for what is no value.
    init<Value>(
        _ key: String, _ label: String, _ kind: Kind, _ path: Path<Value>, fault: String, help: String = "",
        text: @escaping @Sendable (Value) -> String, words: (@Sendable (Value) -> String)? = nil,
        read: @escaping @Sendable (String) -> Value?
    ) {
        (self.key, self.label, self.kind, self.fault, self.help) = (key, label, kind, fault, help)
        get = { $0[keyPath: path].map(text).map { [$0] } ?? [] }
        say = { $0[keyPath: path].map(words ?? text).map { [$0] } ?? [] }
        set = { typed, filter in
            filter[keyPath: path] = read(typed)
            return filter[keyPath: path] != nil
        }
    }

    /// One of which any of several values may hold.
    init<Value: SendableMetatype>(
        _ key: String, _ label: String, several path: Paths<Value>, fault: String, text: @escaping @Sendable (Value) -> String,
        words: (@Sendable (Value) -> String)? = nil, read: @escaping @Sendable (String) -> Value?
    ) {
        (self.key, self.label, self.fault, kind, help) = (key, label, fault, .choices, "")
        get = { $0[keyPath: path].map(text).sorted() }
        say = { $0[keyPath: path].sorted { text($0) < text($1) }.map(words ?? text) }
        set = { typed, filter in
            guard let value = read(typed) else { return false }
            filter[keyPath: path].insert(value)
            return true
        }
    }

    /// What a filter sets it to, as it may be typed.
    package func texts(_ filter: Filter) -> [String] { get(filter) }

    /// The same for who reads it; an identifier stands for itself.
    package func words(_ filter: Filter) -> [String] { say(filter) }

    /// Sets it in a filter to what was typed, or adds that to what it is set to.
    ///
    /// - Returns: whether that could be understood.
    package func read(_ typed: String, into filter: inout Filter) -> Bool { set(typed, &filter) }
}

extension Criterion {
    static func day(_ key: String, _ label: String, _ path: Path<CalendarDate>) -> Criterion {
        Criterion(
            key, label, .day, path, fault: "La data «\(label.lowercased())» non esiste o non è scritta come gg/mm/aaaa.",
            text: \.iso, words: \.italian, read: { try? CalendarDate.parse($0) })
    }

    static func identifier<Named: Identified>(
        _ key: String, _ label: String, _ path: Path<ID<Named>>, _ kind: Kind = .choice, fault: String = ""
    ) -> Criterion {
        Criterion(key, label, kind, path, fault: fault, text: \.description, read: { ID($0) })
    }

    static func choice<Value: RawRepresentable<String> & SendableMetatype>(
        _ key: String, _ label: String, _ path: Path<Value>, fault: String = "",
        words: (@Sendable (Value) -> String)? = nil
    ) -> Criterion {
        Criterion(key, label, .choice, path, fault: fault, text: \.rawValue, words: words, read: { Value(rawValue: $0) })
    }

    static func identifiers<Named: Identified>(
        _ key: String, _ label: String, _ paths: Paths<ID<Named>>, fault: String
    ) -> Criterion {
        Criterion(key, label, several: paths, fault: fault, text: \.description, read: { ID($0) })
    }

    static func choices<Value: RawRepresentable<String> & SendableMetatype & Hashable>(
        _ key: String, _ label: String, _ paths: Paths<Value>, fault: String, words: @escaping @Sendable (Value) -> String
    ) -> Criterion {
        Criterion(key, label, several: paths, fault: fault, text: \.rawValue, words: words, read: { Value(rawValue: $0) })
    }
}

extension ListFilter {
    /// The filter as an export keeps it: a line `key=text` for each value that is set.
    package var text: String {
        Self.criteria.flatMap { criterion in
            criterion.texts(self).map { text in "\(criterion.key)=\(text.filter { !$0.isNewline })" }
        }.joined(separator: "\n")
    }

    /// Reads what `text` wrote; other lines are passed over.
    package init(text: String) {
        self.init()
        for line in text.split(separator: "\n") {
            // By code points: with a combining accent after it, "=" is another Character.
            let line = line.unicodeScalars
            guard let equals = line.firstIndex(of: "="), let criterion = Self.criteria.first(where: { $0.key == String(line[..<equals]) })
            else { continue }
            _ = criterion.read(String(line[line.index(after: equals)...]), into: &self)
        }
    }
}
