import Domain
import FastCGI
import Template

/// The texts of a form as they are after cleaning what a paste brought along, with one note that says what was changed and a button that
/// takes it back. The page carries what was typed, so that not a character of it is lost, and what was declined.
///
/// A page whose text was changed so that a reader sees it is shown before anything is sent or saved: a message cannot be taken back, and
/// nobody has read what the cleaning made of it. What nobody sees goes on at once.
struct PastedTexts: View {
    /// What the button is called in the form, under `azione`.
    static let takeBack = "come_incollato"

    private let came: Form
    private var changes: [PastedText.Change: Int] = [:]
    /// What was typed, of each field that was cleaned; what was declined, of each that was not.
    private var originals: [TypedField] = [], declined: [TypedField] = []
    /// Whether a text was changed since the page was shown, in a way that its reader sees.
    private(set) var isToBeSeen = false
    /// Whether what was to come back was changed meanwhile, and stays.
    private var wasChanged = false
    /// Where the button leads; empty: where the form does.
    var address = ""

    init(_ came: Form = Form()) { self.came = came }

    /// Takes a text up, cleaned unless that was declined.
    mutating func read(_ name: String, _ typed: String, as kind: PastedText.Kind) -> String {
        let original = came[Self.original + name], mark = came[Self.mark + name] ?? ""
        let cleaned = PastedText(typed, as: kind), before = original.map { PastedText($0, as: kind) }
        if let original, let before, came["azione"] == Self.takeBack {
            if Self.same(typed, before.text) || Self.same(typed, original) {
                declined.append(TypedField(name: Self.mark + name, value: before.mark))
                return original
            }
            wasChanged = true
        }
        if cleaned.isDeclined(by: mark) {
            declined.append(TypedField(name: Self.mark + name, value: mark))
            return typed
        }
        if !cleaned.changes.isEmpty {
            // The preview that a page asks for by itself shows the note and leaves the field as it is.
            if cleaned.isSeen, original.map({ Self.same($0, typed) }) != true { isToBeSeen = true }
            note(name, typed, cleaned.changes)
        } else if let original, let before, Self.same(typed, before.text) {
            note(name, original, before.changes)
        }
        return cleaned.text
    }

    private mutating func note(_ name: String, _ original: String, _ changes: [PastedText.Change: Int]) {
        originals.append(TypedField(name: Self.original + name, value: original))
        self.changes.merge(changes, uniquingKeysWith: +)
    }

    private static let original = "incollato_", mark = "tal_quale_"

    /// Browsers end lines otherwise than the page had them.
    private static func same(_ one: String, _ other: String) -> Bool { one.withLineFeeds.utf8.elementsEqual(other.withLineFeeds.utf8) }

    /// Whether a field only carries what was typed.
    static func isCarried(_ name: String) -> Bool { name.hasPrefix(original) }

    static let fields: Fields<Self> = [
        "pastedNote": .text { PastedText.sentence($0.changes) },
        "pastedAddress": .text { $0.address },
        "pastedOriginals": .list { $0.originals },
        "pastedDeclined": .list { $0.declined },
        "pastedWasChanged": .flag { $0.wasChanged },
    ]
}
