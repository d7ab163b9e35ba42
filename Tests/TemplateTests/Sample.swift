import Template

/// One view with a field of every kind.
struct Sample: View {
    var name = "Niccolò"
    var empty = ""
    var markup = HTML(trusting: "<b>forte</b>")
    var isOpen = true
    var isShut = false
    var sub: Part? = Part(label: "dentro")
    var none: Part?
    var parts = [Part(label: "uno"), Part(label: "due"), Part(label: "tre")]
    var words = ["a", "<b>"]

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "empty": .text { $0.empty },
        "markup": .html { $0.markup },
        "no-markup": .html { _ in HTML(trusting: "") },
        "open": .flag { $0.isOpen },
        "shut": .flag { $0.isShut },
        "sub": .view { $0.sub },
        "none": .view { $0.none },
        "parts": .list { $0.parts },
        "no_parts": .list { _ in [Part]() },
        "words": .texts { $0.words },
        "no_words": .texts { _ in [] },
    ]
}

struct Part: View {
    var label: String
    var parts: [Part] = []

    static let fields: Fields<Self> = [
        "label": .text { $0.label },
        "parts": .list { $0.parts },
    ]
}

struct Frame: View {
    var title = "Notifiche"
    var name = "layout"

    static let fields: Fields<Self> = ["title": .text { $0.title }, "name": .text { $0.name }]
}

/// What a template makes of a sample, with partials beside it.
func show(_ template: String, _ sample: Sample = Sample(), partials: [String: String] = [:]) throws -> String {
    let library = Library(partials.merging(["page": template]) { first, _ in first })
    return String(decoding: try library.template("page", Sample.self).render(sample), as: UTF8.self)
}

/// Why a template is refused.
func refusal(_ template: String, partials: [String: String] = [:]) -> String {
    do {
        return "accepted: " + (try show(template, partials: partials))
    } catch {
        return "\(error)"
    }
}
