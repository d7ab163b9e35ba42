/// Citizens who are not: their codes have a right control character and a place code X0nn that
/// no comune and no state has. Every other code is a citizen who is on IO and gets the message.
enum Persona: String, Sendable {
    case delivered = "TSTPRS80A01X001B"
    /// Not on IO: no profile, a message is REJECTED.
    case unknown = "TSTPRS80A02X002L"
    /// Has switched the sender off, and the profile says so.
    case blocksSender = "TSTPRS80A03X003P"
    /// Opts out between the profile's answer and the message.
    case optsOutMeanwhile = "TSTPRS80A04X004T"
    /// ACCEPTED for two minutes, then FAILED.
    case fails = "TSTPRS80A05X005B"
    case staysAccepted = "TSTPRS80A06X006F"
    /// THROTTLED for five seconds, then PROCESSED.
    case throttled = "TSTPRS80A07X007J"
    /// POST answers 500 as problem+json twice, then creates.
    case failsTwice = "TSTPRS80A08X008N"
    /// POST creates, but the answer comes after the client has given up.
    case hangsAfterCreate = "TSTPRS80A09X009R"
    case cutAfterCreate = "TSTPRS80A10X010F"
    /// 503 as HTML, nothing created.
    case unavailable = "TSTPRS80A11X011D"
    /// 504 as HTML, and yet created.
    case timesOutAfterCreate = "TSTPRS80A12X012N"
    /// POST answers 429 three times, then creates.
    case limitedThrice = "TSTPRS80A13X013R"
    /// The answer to GET has the `notification` that App IO no longer sends.
    case legacyNotification = "TSTPRS80A14X014V"
    /// ADVANCED: reads after 10 s, pays after 20 s.
    case readsAndPays = "TSTPRS80A15X015D"
    /// ADVANCED: lets nobody know whether it was read.
    case hidesReading = "TSTPRS80A16X016H"
    /// A status that no specification has.
    case archived = "TSTPRS80A17X017L"
    /// POST answers 403 `Recipient forbidden`.
    case forbidden = "TSTPRS80A18X018P"
    /// 201 with half of its body.
    case truncated = "TSTPRS80A19X019T"
    /// 201 after 20 s.
    case slow = "TSTPRS80A20X020H"
    /// App IO's own test code; its control character is wrong.
    case official = "AAAAAA00A00A000A"

    /// What goes wrong with a POST to this citizen.
    var trouble: Trouble.Kind {
        switch self {
        case .failsTwice: .storage
        case .limitedThrice: .storm
        case .hangsAfterCreate: .hang
        case .cutAfterCreate: .cut
        case .unavailable: .unavailable
        case .timesOutAfterCreate: .gatewayTimeoutAfterwards
        case .truncated: .truncated
        default: .none
        }
    }

    /// How many POSTs in a row it goes wrong with, if not with all.
    var refusedInARow: Int? {
        switch self {
        case .failsTwice: 2
        case .limitedThrice: 3
        default: nil
        }
    }

    static let slowMilliseconds = 20_000
}

/// What becomes of a message after its 201.
enum Status: String, Sendable {
    case accepted = "ACCEPTED"
    case throttled = "THROTTLED"
    case processed = "PROCESSED"
    case rejected = "REJECTED"
    case failed = "FAILED"
    case archived = "ARCHIVED"

    /// - Parameters:
    ///   - elapsed: milliseconds since the message was created.
    ///   - processing: milliseconds that the queue takes.
    init(of citizen: Persona?, after elapsed: Int, processing: Int) {
        let isProcessed = elapsed >= processing
        self = switch citizen {
        case .unknown, .blocksSender, .optsOutMeanwhile: isProcessed ? .rejected : .accepted
        case .fails: elapsed >= 120_000 ? .failed : .accepted
        case .staysAccepted: .accepted
        case .throttled: elapsed >= Self.processing(of: citizen, processing) ? .processed : isProcessed ? .throttled : .accepted
        case .archived: isProcessed ? .archived : .accepted
        default: isProcessed ? .processed : .accepted
        }
    }

    /// Milliseconds from creation to the inbox, for those that get there.
    static func processing(of citizen: Persona?, _ processing: Int) -> Int {
        citizen == .throttled ? processing + 5_000 : processing
    }
}
