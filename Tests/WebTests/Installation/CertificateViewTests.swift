import Certificates
import Domain
import Testing
import TestSupport
@testable import Web

/// What the installation's administrators are told of the certificate of a host name.
struct CertificateViewTests {
    @Test func `three weeks before it expires somebody must see to it, and the words say how long is left`() throws {
        let authority = try CertificateAuthority()
        try authority.issue("a.example.it", for: ["a.example.it"], days: 30)
        let directory = CertificateDirectory(authority.directory), end = try #require(directory.chain(of: "a.example.it")).first.expires
        let day = RomeTime(Moment(seconds: end)).italianDate
        func view(secondsLeft: Int64) -> CertificateView? {
            CertificateView(of: "a.example.it", in: directory, at: Moment(seconds: end - secondsLeft))
        }
        for (left, sentence, isUrgent) in [
            (22 * 86_400, "Certificato di Autorità di prova, Intermedia: scade il \(day).", false),
            (21 * 86_400, "Certificato di Autorità di prova, Intermedia: scade il \(day).", false),
            (21 * 86_400 - 1, "Il certificato scade il \(day), fra 20 giorni.", true),
            (86_400, "Il certificato scade il \(day), fra un giorno.", true),
            (86_399, "Il certificato scade il \(day), entro un giorno.", true),
            (0, "Il certificato è scaduto il \(day).", true),
        ] as [(Int64, String, Bool)] {
            let found = try #require(view(secondsLeft: left))
            #expect(found.sentence == sentence && found.isUrgent == isUrgent, "\(left)")
        }
    }

    @Test func `a name without one is said to have none, and where nobody says where they lie nothing is said`() {
        #expect(CertificateView(of: "a.example.it", in: CertificateDirectory("/nowhere"))?.isUrgent == true)
        #expect(CertificateView(of: "a.example.it", in: nil) == nil)
    }
}
