import Domain
import Store
import Template

/// What a new tenant does before its archive has a row: service, key, operator, a send to App IO's test code.
struct FirstSteps: View {
    var hasService: Bool
    var hasKey: Bool
    var hasOperator: Bool
    var maySend: Bool
    var mayAdminister: Bool

    init(_ exchange: Exchange, _ directory: Directory) {
        let role = exchange.person.role
        hasService = !directory.services.isEmpty
        hasKey = directory.services.contains(where: \.hasKey)
        hasOperator = directory.people.contains { $0.role == .operator && !$0.isDisabled }
        maySend = role.maySend && exchange.tenant.state == .active && directory.services.contains(where: \.isUsable)
        mayAdminister = role.mayAdminister
    }

    static let fields: Fields<Self> = [
        "isReady": .flag { $0.hasService && $0.hasKey && $0.hasOperator },
        "hasService": .flag { $0.hasService },
        "hasKey": .flag { $0.hasKey },
        "hasOperator": .flag { $0.hasOperator },
        "canSend": .flag { $0.maySend },
        "canAdminister": .flag { $0.mayAdminister },
        "testCode": .text { _ in FiscalCode.officialTest.value },
    ]
}
