import Domain

/// Something that a field of a form is sent with, and that no person meant to type.
struct BadValue: Sendable, CustomStringConvertible {
    enum Kind: Sendable, Equatable { case missing, empty, malformed, tooLong, foreign, broken, control(UInt32), doubled }

    let kind: Kind
    /// As it is sent, byte by byte: a browser sends a field once.
    let sent: [[UInt8]]

    var description: String {
        guard case .control(let code) = kind else { return "\(kind)" }
        return "U+" + String(code, radix: 16, uppercase: true)
    }

    /// What the server reads.
    var read: String { sent.first.map { String(decoding: $0, as: UTF8.self) } ?? "" }

    /// - Parameters:
    ///   - right: what would be right.
    ///   - most: how many characters it may have.
    static func each(insteadOf right: String, most: Int) -> [BadValue] {
        let (bytes, half) = (Array(right.utf8), right.utf8.count / 2)
        let wrong = Array("<b>né \"1/2\" né & -".utf8), foreign = Array("Ж漢字עברית٣".utf8)
        return [
            BadValue(kind: .missing, sent: []), BadValue(kind: .empty, sent: [[]]), BadValue(kind: .malformed, sent: [wrong]),
            BadValue(kind: .tooLong, sent: [Array(repeating: UInt8(ascii: "7"), count: most * 10)]),
            BadValue(kind: .foreign, sent: [foreign]),
            BadValue(kind: .broken, sent: [bytes[..<half] + [0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80] + bytes[half...]]),
            BadValue(kind: .doubled, sent: [wrong, bytes]),
        ]
    }

    /// With a character in the middle that nobody sees.
    static func controls(within right: String) -> [BadValue] {
        let half = right.unicodeScalars.index(right.unicodeScalars.startIndex, offsetBy: right.unicodeScalars.count / 2)
        return hidden.map { code in
            var scalars = right.unicodeScalars
            scalars.insert(Unicode.Scalar(code)!, at: half)
            return BadValue(kind: .control(code), sent: [Array(String(scalars).utf8)])
        }
    }

    /// C0, DEL, C1, and marks of Unicode that change how others are read.
    static let hidden: [UInt32] = Array(0...0x1f) + Array(0x7f...0x9f) + [
        0xad, 0x200b, 0x200e, 0x2028, 0x2029, 0x202e, 0x2066, 0xfeff, 0xfffd, 0xe0001,
    ]

    /// What no citizen gets, of all but line ends and tabs. What was lost already is warned of.
    static let neverSent = Set(hidden).subtracting([0x09, 0x0a, 0xfffd])
}

extension FormField {
    /// How much of it a right form has at most.
    var most: Int {
        switch self {
        case .service: 36
        case .fiscalCode: 16
        case .subject: 120
        case .content: 10_000
        case .button1Text, .button2Text: 40
        case .button1Address, .button2Address: 2_000
        case .dueDate, .sendDate: 10
        case .amount: 15
        case .noticeNumber: 18
        case .payAfterDue: 1
        case .sendTime: 5
        }
    }

    /// Beside which of them it is said what is wrong with one: of some that belong together the other one is missing.
    var together: [FormField] {
        switch self {
        case .button1Text, .button1Address: [.button1Text, .button1Address]
        case .button2Text, .button2Address: [.button2Text, .button2Address]
        case .amount, .noticeNumber: [.amount, .noticeNumber]
        case .sendDate, .sendTime: [.sendDate, .sendTime]
        case .service, .fiscalCode, .subject, .content, .dueDate, .payAfterDue: [self]
        }
    }

    /// Whether a form is right without it.
    var isOptional: Bool { self == .dueDate || self == .payAfterDue }

    /// Whether any words will do.
    var isText: Bool { [.subject, .content, .button1Text, .button2Text].contains(self) }
}
