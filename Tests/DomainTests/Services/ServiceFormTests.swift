import Domain
import Testing

@Suite struct ServiceFormTests {
    private static let key = "0123456789abcdef0123456789abcdef"

    private static func form(_ changes: [ServiceForm.Field: String] = [:]) -> ServiceForm {
        var form = ServiceForm()
        let right: [ServiceForm.Field: String] = [
            .name: " Avviso TARI ", .ioServiceID: "01HMXVN5M9SVXMFXJ8E0W4RZ0K", .primaryKey: key, .environment: "Prova",
            .maximumAmount: "10.000,00", .requiresSecureChannels: "sì",
        ]
        for (field, value) in right.merging(changes, uniquingKeysWith: { $1 }) { form[field] = value }
        return form
    }

    @Test func `a service that is right says what was typed`() throws {
        var form = Self.form()
        let described = form.description(), keys = form.keys()
        let service = try #require(described)
        #expect(service.name == "Avviso TARI" && service.environment == .trial && service.maximumAmount.cents == 1_000_000)
        #expect(service.requiresSecureChannels)
        #expect(keys?.mapValues(\.last4) == [.primary: "cdef"] && form.faults.isEmpty)
    }

    @Test(arguments: [
        (ServiceForm.Field.name, " "), (.name, String(repeating: "è", count: 201)), (.name, "due\nrighe"), (.ioServiceID, "con spazio"),
        (.ioServiceID, ""), (.environment, "vera"), (.maximumAmount, "molti"), (.requiresSecureChannels, "forse"),
    ])
    func `what is wrong is said of its field, and of no other`(field: ServiceForm.Field, value: String) {
        var form = Self.form([field: value])
        let described = form.description()
        #expect(described == nil && Array(form.faults.keys) == [field])
    }

    @Test(arguments: [(ServiceForm.Field.primaryKey, ""), (.primaryKey, "corta"), (.secondaryKey, "con uno spazio in mezzo"),
                      (.secondaryKey, ServiceFormTests.key)])
    func `a key that cannot be one is refused without being told`(field: ServiceForm.Field, value: String) {
        var form = Self.form([field: value])
        let keys = form.keys()
        #expect(keys == nil && Array(form.faults.keys) == [field])
        #expect(value.isEmpty || form.faults[field]?.contains(value) == false)
    }

    @Test(arguments: ["", "0", "0,00"]) func `no maximum is App IO's default, which takes no payment`(typed: String) {
        var form = Self.form([.maximumAmount: typed])
        let described = form.description()
        #expect(described?.maximumAmount.cents == 0)
    }
}
