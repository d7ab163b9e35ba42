import Markdown

/// How long the preview of the longest message takes, for several kinds of text, and the median of what the copy by e-mail
/// carries of it. Run by bench/markdown.
@main
struct MarkdownTimes {
    static let length = 10_000
    static let runs = 201

    static let sentence = "Si comunica che la **pratica** è stata registrata al protocollo dell’ente: *ritirarla* entro il 15/07/2027. "
    /// Each is repeated until it has as many UTF-16 units as App IO takes.
    static let kinds: [(name: String, piece: String)] = [
        ("testo semplice", "Si comunica che la pratica è stata registrata al protocollo dell’ente. "),
        ("un messaggio",
         "## Avviso\n\n\(sentence)\n\n- primo punto\n- [secondo](https://www.comune.example.it/p?a=1)\n\n> Nota\n> bene\n\n"),
        ("formattazione fitta", "**a** *b* `c` ***d*** "),
        ("collegamenti", "[qui](https://www.comune.example.it/p) https://x.it "),
        ("elenchi annidati", "- a\n  - b\n    1. c\n"),
        ("riquadri", "> ## Titolo\n> testo **con** segni\n\nfuori\n\n"),
        ("tabelle e testo barrato", "~~a~~\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"),
        ("note a piè di pagina", "testo[^1] e ancora[^2]\n\n[^1]: nota\n\n"),
        ("tag HTML ed entità", "<b>a</b> &egrave; <br> "),
        ("ostile: [", "["), ("ostile: > annidati", "> > a\n"), ("ostile: ***a_", "***a_ "), ("ostile: `", "`a`` "), ("ostile: <", "<a "),
    ]

    static func main() {
        print("Anteprima di \(length) caratteri, \(runs) volte, in millisecondi")
        print("\(pad("", 26))\(column("minimo"))\(column("mediana"))\(column("massimo"))\(column("e-mail"))")
        for kind in kinds {
            let text = String(String(repeating: kind.piece, count: length / kind.piece.utf16.count + 1).utf16.prefix(length))!
            let times = (0..<runs).map { _ in microseconds { Markdown.render(text) } }.sorted()
            let excerpts = (0..<runs).map { _ in microseconds { MailExcerpt(of: text) } }.sorted()
            let row = [times[0], times[runs / 2], times[runs - 1], excerpts[runs / 2]]
            print(pad(kind.name, 26) + row.map { column(milliseconds($0)) }.joined())
        }
    }

    static func microseconds<Made>(_ work: () -> Made) -> Int {
        Int(ContinuousClock().measure { _ = work() } / .microseconds(1))
    }

    static func milliseconds(_ microseconds: Int) -> String {
        let rest = String(microseconds % 1000)
        return "\(microseconds / 1000),\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    static func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(width - text.count, 1)) }
    static func column(_ text: String) -> String { String(repeating: " ", count: max(10 - text.count, 1)) + text }
}
