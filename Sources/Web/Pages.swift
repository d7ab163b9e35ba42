import Template

/// All pages, each with its templates compiled.
struct Pages: Sendable {
    let problem: ProblemPage
    let login: LoginPage
    let profile: ProfilePage
    let archive: ArchivePage
    let progress: ProgressPage
    let compose: ComposePage
    let detail: DetailPage
    let lens: LensPage
    let export: ExportPage
    let services: ServicesPage
    let people: PeoplePage
    let audit: AuditPage
    let settings: SettingsPage
    let logo = LogoPage()

    init(_ library: Library) throws(TemplateError) {
        problem = try ProblemPage(library)
        login = try LoginPage(library)
        profile = try ProfilePage(library)
        archive = try ArchivePage(library)
        progress = try ProgressPage(library)
        compose = try ComposePage(library)
        detail = try DetailPage(library)
        lens = try LensPage(library)
        export = try ExportPage(library)
        services = try ServicesPage(library)
        people = try PeoplePage(library)
        audit = try AuditPage(library)
        settings = try SettingsPage(library)
    }
}
