package import Domain
package import MariaDB

/// An enum that stands in columns by its words. A statement takes a case as it takes any value, `state = \(NotificationState.queued)`,
/// so that the compiler finds the statements of a case that is renamed or goes; a test compares all cases with the CHECKs of their
/// columns.
package protocol StoredEnum: RawRepresentable<String>, CaseIterable, SQLConvertible, ColumnReadable {}

extension StoredEnum {
    package var sqlValue: SQLValue { .text(rawValue) }

    package static func read(from row: inout Row) -> Self {
        let value = Self(rawValue: row.next())
        return row.required(value)
    }
}

extension AskAnswer: StoredEnum {}
extension AskKind: StoredEnum {}
extension AuditAction: StoredEnum {}
extension AuditTopic: StoredEnum {}
extension CallOutcome: StoredEnum {}
extension ContactChannel: StoredEnum {}
extension CounterKind: StoredEnum {}
extension DailyCount: StoredEnum {}
extension Environment: StoredEnum {}
extension Export.Kind: StoredEnum {}
extension Export.State: StoredEnum {}
extension KeySlot: StoredEnum {}
extension LogoImage.Format: StoredEnum {}
extension LoggedCall.Step: StoredEnum {}
extension MailKind: StoredEnum {}
extension MailServer.Security: StoredEnum {}
extension MailState: StoredEnum {}
extension MailTrouble: StoredEnum {}
extension NotificationState: StoredEnum {}
extension OpenSession.Stage: StoredEnum {}
extension PauseCause: StoredEnum {}
extension PaymentPart: StoredEnum {}
extension QuotaSpan: StoredEnum {}
extension Reachability: StoredEnum {}
extension Reason: StoredEnum {}
extension Role: StoredEnum {}
extension StopKind: StoredEnum {}
extension TemplateField.Kind: StoredEnum {}
extension Tenant.Kind: StoredEnum {}
extension Tenant.State: StoredEnum {}
