package import Domain
package import Store

/// What hangs together with a notification, one by one.
extension TenantStore {
    package func resent(_ id: NotificationID) throws -> NotificationID? { try detailed(id)?.resentAs }
    package func correction(of id: NotificationID) throws -> NotificationID? { try detailed(id)?.correctedBy }
    package func templateUse(of id: NotificationID) throws -> TemplateUse? { try detailed(id)?.template }
}
