import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

extension Workplace {
    func ask(_ filter: ArchiveFilter = ArchiveFilter(), of tenant: TestTenant? = nil) throws -> ExportID {
        let tenant = tenant ?? one
        return try #require(try tenant.store.addExport(filter: filter, by: tenant.operator_))
    }

    /// One turn of the thread for short ones.
    func export(in directory: String? = nil) {
        var turns = 0
        let exporter = Exporter(database: database.options, directory: directory ?? scratch.path, isForLong: false, logger: log.logger)
        exporter.run {
            turns += 1
            return turns == 1
        }
    }

    func file(_ export: ExportID, of tenant: TestTenant? = nil) throws -> WrittenWorkbook {
        let tenant = tenant ?? one, found = try #require(try tenant.store.export(export, of: tenant.operator_))
        try #require(found.state == .ready, "\(log.lines)")
        return try WrittenWorkbook(found, of: tenant.store, in: scratch)
    }

    /// Files of exports in its directory.
    var leftBehind: [String] {
        output(of: "ls '\(scratch.path)'").split(separator: "\n").map(String.init).filter { !$0.hasSuffix("-read.xlsx") }
    }
}
