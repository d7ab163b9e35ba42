import Certificates
import Domain
import FastCGI
import Store
import Synchronization
@preconcurrency import Glibc

/// What monitoring asks. nginx passes it on from an address of its own, which only this machine reaches; to everybody else these
/// are addresses like any unknown one.
///
/// It waits for nobody's turn, and has a connection to the database that no page can take.
final class Monitoring: Sendable {
    private let installation: Mutex<InstallationStore>
    private let meter: RequestMeter
    private let certificates: CertificateDirectory?
    /// Seconds since 1970.
    private let started: Double

    init(_ database: DatabaseOptions, _ meter: RequestMeter, _ certificates: CertificateDirectory? = nil) {
        installation = Mutex(InstallationStore(database))
        (self.meter, self.certificates) = (meter, certificates)
        started = Double(Moment.now().microseconds) / 1_000_000
    }

    /// - Returns: `nil` for a request that has come from elsewhere.
    func answer(_ request: Request) -> Response? {
        guard request.isForMonitoring else { return nil }
        switch request.path {
        case "/vivo": return .text("vivo\n")
        case "/pronto": return ready()
        case "/metriche": return metrics()
        default: return .text("indirizzi: /vivo, /pronto, /metriche\n", status: 404)
        }
    }

    private func ready() -> Response {
        guard let standstill = installation.withLock({ $0.standstill() }) else { return .text("pronto\n") }
        return .text(standstill.sentence + "\n", status: 503)
    }

    /// Without the database too: what this process knows by itself is then all the more wanted.
    private func metrics() -> Response {
        var text = Exposition()
        let measurements = installation.withLock { try? $0.measurements() }
        text.add("puntuale_database_up", .gauge, "Whether the database answers; without it all that it knows is missing here.",
                 measurements == nil ? 0 : 1)
        text.add("process_start_time_seconds", .gauge, "When the web process started, in seconds since 1970.", started)
        meter.write(to: &text)
        measurements?.write(to: &text)
        certificates?.write(to: &text)
        var response = Response(status: 200, body: Array(text.text.utf8))
        response.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        return response
    }
}

extension Request {
    /// Whether nginx got it at the address for monitoring: a parameter without HTTP_ is nginx's word.
    fileprivate var isForMonitoring: Bool { parameters["PUNTUALE_MONITORING"] == "1" }
}
