import Domain
import Testing

struct RefusalTests {
    @Test(arguments: [
        (400, "Invalid message structure", Refusal.message), (413, nil, .message), (422, "x", .message),
        (400, "Error while sending payment metadata", .amount), (403, "Recipient forbidden", .recipient),
        (403, "Production call forbidden", .service), (403, "You are not allowed here", .service), (403, nil, .service),
        (404, "Resource not found", .address), (301, nil, .address), (405, nil, .address),
        (402, "Payment Required", .unknown), (nil, nil, .unknown),
    ] as [(Int?, String?, Refusal)])
    func `what App IO answered says whose fault it was`(status: Int?, title: String?, refusal: Refusal) {
        #expect(Refusal(status: status, title: title) == refusal)
    }

    @Test func `each has sentences of its own, and names the button that helps`() {
        #expect(Set(Refusal.allCases.map(\.sentence)).count == Refusal.allCases.count)
        for refusal in Refusal.allCases {
            #expect(refusal.sentence.hasPrefix("App IO ha rifiutato la notifica: ") && refusal.sentence.hasSuffix("."))
            #expect(refusal.advice.contains("Ritenta") == refusal.passesWhenMended, "\(refusal)")
        }
    }
}
