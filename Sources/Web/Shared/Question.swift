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
    fileprivate var typed: [TypedField] = []
    fileprivate var address = ""
    /// Where whoever thinks better of it goes on.
    fileprivate var back = ""

    init(_ title: String, _ consequences: String..., button: String) {
        (self.title, self.consequences, self.button) = (title, consequences.filter { !$0.isEmpty }, button)
    }

    static let fields: Fields<Self> = [
        "consequences": .texts { $0.consequences },
        "button": .text { $0.button },
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
        question.typed = exchange.request.form.fields.filter { $0.name != "_token" }.map { TypedField(name: $0.name, value: $0.value) }
        return try exchange.page(template, question, title: question.title)
    }
}

extension Exchange {
    /// Whether the question before this act was shown, and its button pressed.
    var isConfirmed: Bool { request.form.has("confermato") }

    /// - Parameter page: where the act's button stands; `nil`: on the page above its address.
    func ask(_ question: Question, backTo page: String? = nil) throws -> Response {
        try site.pages.question.show(question, self, backTo: page)
    }
}
