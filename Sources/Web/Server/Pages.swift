import Template

/// All pages, each with its templates compiled.
struct Pages: Sendable {
    let problem: ProblemPage
    let login: LoginPage
    let invitation: InvitationPage
    let secondFactor: SecondFactorPage
    let profile: ProfilePage
    let archive: ArchivePage
    let progress: ProgressPage
    let compose: ComposePage
    let drafts: DraftsPage
    let detail: DetailPage
    let serviceSearch: ServiceSearchPage
    let export: ExportPage
    let services: ServicesPage
    let servicesImport: ServicesImportPage
    let messageTemplates: MessageTemplatesPage
    let people: PeoplePage
    let person: PersonPage
    let audit: AuditPage
    let settings: SettingsPage
    let guide: GuidePage
    let logo = LogoPage()
    let tenants: TenantsPage
    let newTenant: NewTenantPage
    let tenant: TenantPage
    let installationStatus: InstallationStatusPage
    let privacy: PrivacyPage
    let accessibility: AccessibilityPage
    let securityText = SecurityTextPage()

    init(_ library: Library) throws(TemplateError) {
        problem = try ProblemPage(library)
        invitation = try InvitationPage(library)
        secondFactor = try SecondFactorPage(library)
        profile = try ProfilePage(library)
        archive = try ArchivePage(library)
        progress = try ProgressPage(library)
        compose = try ComposePage(library)
        login = try LoginPage(library, SecondStepPage(library, compose), secondFactor, compose)
        drafts = try DraftsPage(library)
        detail = try DetailPage(library)
        serviceSearch = try ServiceSearchPage(library)
        export = try ExportPage(library)
        services = try ServicesPage(library)
        servicesImport = try ServicesImportPage(library)
        messageTemplates = try MessageTemplatesPage(library)
        people = try PeoplePage(library, invitation)
        person = try PersonPage(library, invitation)
        audit = try AuditPage(library)
        settings = try SettingsPage(library)
        guide = try GuidePage(library)
        tenants = try TenantsPage(library)
        newTenant = try NewTenantPage(library, invitation)
        tenant = try TenantPage(library, invitation)
        installationStatus = try InstallationStatusPage(library)
        privacy = try PrivacyPage(library)
        accessibility = try AccessibilityPage(library)
    }
}
