package import Domain
package import Store

extension TenantStore {
    /// What the export is lent, kept.
    package func records(_ filter: ArchiveFilter, olderThan last: NotificationID?, limit: Int) throws
        -> (rows: [NotificationRecord], last: NotificationID?) {
        var rows: [NotificationRecord] = []
        let last = try eachNotification(filter, olderThan: last, limit: limit) { rows.append($0.record) }
        return (rows, last)
    }
}
