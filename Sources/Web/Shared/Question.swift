import FastCGI
import Template

/// What is asked once before an act that is hard to take back, with what follows. The act's own address shows it, and the answer
/// comes to the same address with whatever was typed.
struct Question: View {
    /// The act as a question.
    var title: String
    /// What follows, in sentences; an empty one is none.
    var consequences: [String]
    /// Of the button that does it.
    var button: String
    /// Which one of those that may stand in the same place it is about; the answer says it again.
    var about = Question.only
    fileprivate var typed: [TypedField] = []
    fileprivate var address = ""
    /// Where whoever thinks better of it goes on.
    fileprivate var back = ""

    /// The field of its button.
    fileprivate static let answer = "confermato"
    /// Where there can be no other.
    fileprivate static let only = "1"

    init(_ title: String, _ consequences: String..., button: String, about: String = only) {
        (self.title, self.consequences) = (title, consequences.filter { !$0.isEmpty })
        (self.button, self.about) = (button, about)
    }

    static let fields: Fields<Self> = [
        "consequences": .texts { $0.consequences },
        "button": .text { $0.button },
        "about": .text { $0.about },
        "typedFields": .list { $0.typed },
        "address": .text { $0.address },
        "back": .text { $0.back },
    ]
}

/// The page of a question.
struct QuestionPage: Sendable {
    private let template: CompiledTemplate<Question, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("question", Question.self, within: Layout.self)
    }

    fileprivate func show(_ question: Question, _ exchange: Exchange, backTo page: String?) throws -> Response {
        var question = question
        question.address = exchange.request.path
        question.back = page ?? exchange.site.routes.page(of: question.address) ?? "/"
        question.typed = exchange.request.form.fields.filter { !["_token", Question.answer].contains($0.name) }
            .map { TypedField(name: $0.name, value: $0.value) }
        return try exchange.page(template, question, title: question.title)
    }
}

extension Exchange {
    /// Whether the question before this act was shown, and its button pressed.
    var isConfirmed: Bool { isConfirmed(about: Question.only) }

    /// The same of a question about one of several that may stand in the same place: not about another that has taken it since.
    func isConfirmed(about thing: String) -> Bool { request.form[Question.answer] == thing }

    /// - Parameter page: where the act's button stands; `nil`: on the page above its address.
    func ask(_ question: Question, backTo page: String? = nil) throws -> Response {
        try site.pages.question.show(question, self, backTo: page)
    }
}
