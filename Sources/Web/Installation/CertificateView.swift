import Certificates
import Domain
import Template

/// What there is to say of the certificate by which a host name is reached.
struct CertificateView: View {
    let sentence: String
    /// Whether somebody must see to it: it is missing, has expired, or will within three weeks. certbot renews a month before.
    let isUrgent: Bool

    private static let urgentDays: Int64 = 21

    /// - Returns: `nil` where nobody has said in which directory certificates lie.
    init?(of name: String, in directory: CertificateDirectory?, at now: Moment = .now()) {
        guard let directory else { return nil }
        guard let certificate = directory.chain(of: name)?.first else {
            (sentence, isUrgent) = ("Nessun certificato: i browser non vi si collegano.", true)
            return
        }
        let end = Moment(seconds: certificate.expires), day = RomeTime(end).italianDate
        let left = (end.seconds - now.seconds) / 86_400
        isUrgent = left < Self.urgentDays
        sentence = if end <= now { "Il certificato è scaduto il \(day)." } else if isUrgent {
            "Il certificato scade il \(day), \(left == 0 ? "entro un giorno" : left == 1 ? "fra un giorno" : "fra \(left) giorni")."
        } else { "Certificato di \(certificate.issuer): scade il \(day)." }
    }

    static let fields: Fields<Self> = ["sentence": .text { $0.sentence }, "isUrgent": .flag { $0.isUrgent }]
}
