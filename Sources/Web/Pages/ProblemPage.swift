import FastCGI
import Template

/// The page of everything that went wrong: a sentence for the person, the request's id for who looks for it.
struct ProblemPage: Sendable {
    private let template: CompiledTemplate<ProblemView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("problem", ProblemView.self, within: Layout.self)
    }

    func response(_ refusal: Refusal, _ request: Request, _ site: Site) -> Response {
        let layout = Layout(title: refusal.title, statics: site.statics, requestID: request.id)
        return .html(template.render(ProblemView(sentence: refusal.sentence), layout), status: refusal.status)
    }
}

private struct ProblemView: View {
    var sentence: String
    static let fields: Fields<Self> = ["sentence": .text { $0.sentence }]
}
