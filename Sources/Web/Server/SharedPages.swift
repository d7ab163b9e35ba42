import Template

/// The pages of both sites, each with its templates compiled; those of one site stand in its table of routes.
struct SharedPages: Sendable {
    let problem: ProblemPage
    let question: QuestionPage
    let login: LoginPage
    let compose: ComposePage
    let invitation: InvitationPage
    let secondFactor: SecondFactorPage
    let profile: ProfilePage
    let people: PeoplePage
    let person: PersonPage
    let audit: AuditPage
    let securityText = SecurityTextPage()

    init(_ library: Library) throws(TemplateError) {
        problem = try ProblemPage(library)
        question = try QuestionPage(library)
        invitation = try InvitationPage(library)
        secondFactor = try SecondFactorPage(library)
        profile = try ProfilePage(library)
        // Whoever logs in goes on with what they were writing.
        compose = try ComposePage(library)
        login = try LoginPage(library, SecondStepPage(library, compose), secondFactor, compose)
        people = try PeoplePage(library, invitation)
        person = try PersonPage(library, invitation)
        audit = try AuditPage(library)
    }
}
