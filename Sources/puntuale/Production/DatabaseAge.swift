import MariaDB
import Store

/// The database beside this program.
enum DatabaseAge {
    /// `older`: it is to be brought to this version, or is not there yet. `newer`: of a release later, beside which this one works.
    case older, same, newer
}

extension ConfigurationOption {
    /// - Throws: `ExitCode` when the database does not answer, or is too new for this program.
    func ageOfDatabase() throws -> DatabaseAge {
        let database = try read { configuration throws(ConfigurationFaults) in try configuration.migration() }
        var age = DatabaseAge.same
        try answer(for: database) {
            let db = Connection(try database.connectionOptions())
            do {
                try Schema.requireExactly(db)
            } catch SchemaError.behind {
                age = .older
            } catch let error as DatabaseError where error.isMissingDatabase {
                age = .older
            } catch SchemaError.ahead {
                try Schema.check(db)
                age = .newer
            }
        }
        return age
    }
}
