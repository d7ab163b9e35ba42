package import MariaDB

/// Where the database is: what the pages and the worker pass on without looking into it.
package typealias DatabaseOptions = ConnectionOptions

/// What an error of the database means to who asked, so that nobody above the store needs to know MariaDB.
package enum StoreFault {
    /// The database is away, or others hold what was asked for: everything may be tried again later.
    package static func isAway(_ error: any Error) -> Bool {
        (error as? DatabaseError)?.isPassing ?? false
    }

    /// It asked for so much that the database gave up.
    package static func tookTooLong(_ error: any Error) -> Bool { (error as? DatabaseError)?.isTimeout ?? false }

    /// The very values are refused, today and tomorrow. After every other error what was to be written did not
    /// count, or nobody knows: it may be tried again.
    package static func isRefusal(_ error: any Error) -> Bool {
        (error as? DatabaseError)?.isOfTheValues ?? true
    }

    /// Another tenant has the codice IPA already.
    package static func isCodeTaken(_ error: any Error) -> Bool { (error as? DatabaseError)?.isDuplicate(of: "tenant_code") ?? false }

    /// Another row has the name already.
    package static func isNameTaken(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return ["service_name", "person_username", "message_template_name"].contains { error.isDuplicate(of: $0) }
    }

    /// Another service of the tenant is App IO's service already.
    package static func isServiceTaken(_ error: any Error) -> Bool {
        (error as? DatabaseError)?.isDuplicate(of: "service_io") ?? false
    }
}
