import Domain
import Testing

struct TenantContactsTests {
    @Test(arguments: [
        (TenantContacts.Field.controller, "Comune di Là, piazza «Roma» 1"), (.privacyMail, "privacy@comune.example.it"),
        (.officerMail, "rpd+dpo@pec.comune.example.it"), (.privacyPage, "https://www.comune.example.it/privacy?x=1#y"),
        (.accessibilityPage, "https://form.agid.gov.it/view/xyz"), (.accessibilityMail, ""),
    ])
    func `what a tenant says well, and nothing at all, has no fault`(field: TenantContacts.Field, value: String) {
        #expect(TenantContacts([field: value]).fault(of: field) == nil)
    }

    @Test(arguments: [
        (TenantContacts.Field.controller, "Comune\ndi Là"), (.controller, String(repeating: "c", count: 301)),
        (.privacyMail, "privacy"), (.privacyMail, "privacy@comune"), (.officerMail, "a b@comune.it"), (.officerMail, "è@comune.it"),
        (.accessibilityMail, String(repeating: "a", count: 245) + "@comune.it"), (.accessibilityMail, "a@comune.it\n"),
        (.privacyPage, "http://www.comune.it"), (.privacyPage, "javascript:alert(1)"), (.privacyPage, "https://comune"),
        (.privacyPage, "https://io@comune.it"), (.accessibilityPage, "https://www.comune.it/\"><script>"),
        (.accessibilityPage, "https://www.comune.it/" + String(repeating: "a", count: 500)),
    ])
    func `what makes no address, or is too long, has a sentence`(field: TenantContacts.Field, value: String) {
        #expect((TenantContacts([field: value]).fault(of: field) ?? "").hasSuffix("."))
    }
}
