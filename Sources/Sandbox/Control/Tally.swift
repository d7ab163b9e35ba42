/// A citizen, as one service calls.
struct Addressee: Hashable {
    let service: String
    let fiscalCode: String
}

/// How often something happened between a service and a citizen.
///
/// Dice and personas go by these numbers, never by the order in which the calls for different
/// citizens come: that is another one in each run.
struct Tally {
    private var calls = (profile: 0, submit: 0, status: 0)
    private(set) var created = 0
    /// POSTs refused in a row, for the personas that refuse the first few.
    private(set) var refused = 0

    /// How many calls of this kind there were before this one.
    mutating func countCall(_ operation: Call.Operation) -> Int {
        switch operation {
        case .profile: Self.count(&calls.profile)
        case .submit: Self.count(&calls.submit)
        case .status: Self.count(&calls.status)
        }
    }

    mutating func countMessage() { created += 1 }

    /// Whether this POST is among the first of a row that are to be refused. The one after them is
    /// let through and starts the row again.
    mutating func refuses(first count: Int) -> Bool {
        let refuses = refused < count
        refused = refuses ? refused + 1 : 0
        return refuses
    }

    private static func count(_ number: inout Int) -> Int {
        defer { number += 1 }
        return number
    }
}
