import Certificates
import Domain

extension CertificateDirectory {
    func write(to text: inout Exposition) {
        let now = Moment.now().seconds
        text.add("puntuale_certificate_expiry_seconds", .gauge,
                 "Until the certificate of a host name expires; less than 0: it has, or its file cannot be read.",
                 names.map { .init(labels: ["name": $0], value: chain(of: $0).map { Double($0.first.expires - now) } ?? -1) })
    }
}
