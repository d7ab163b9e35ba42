import Template
import Testing

@testable import Web

struct PagesTests {
    private static let templates = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/templates/web"

    @Test func `every page compiles, and every template is a page's`() throws {
        let library = try Library(directory: Self.templates)
        let shared = try SharedPages(library)
        _ = try (RouteTable.ofTenants(shared, library), RouteTable.ofInstallation(shared, library))
        try library.requireAllUsed()
    }

    @Test func `no two notices say the same in an address`() {
        #expect(Set(Notice.allCases.map(\.rawValue)).count == Notice.allCases.count)
        #expect(Notice.allCases.allSatisfy { !$0.sentence.isEmpty && $0.sentence.hasSuffix(".") })
    }
}
