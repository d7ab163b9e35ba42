import TestSupport
@preconcurrency import Glibc

/// nginx speaking HTTP/2 over TLS for `localhost`, in front of a `LoopbackServer`.
///
/// A backend that answers `X-Accel-Redirect: /cut` has the request cut after its body was read.
final class Nginx {
    static let program = "/usr/sbin/nginx"
    static let isThere = access(program, X_OK) == 0

    let port: UInt16
    private let directory: String
    private let process: pid_t

    /// - Parameter asksWho: clients must show this server's own certificate.
    init(before backend: UInt16, requestsPerConnection: Int = 1_000, asksWho: Bool = false) throws {
        directory = try Self.makeDirectory()
        try Self.makeCertificate("own", in: directory)
        let port = Self.freePort()
        self.port = port
        try Self.write(Self.configuration(port, backend, requestsPerConnection, asksWho), to: directory + "/nginx.conf")
        process = try spawn([Self.program, "-p", directory, "-e", "error.log", "-c", "nginx.conf"])
        for _ in 0..<6_000 where !Self.answers(port) { usleep(10_000) }
    }

    func stop() {
        kill(process, SIGTERM)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        if run(["/bin/rm", "-r", directory]) != 0 { fputs("left behind: \(directory)\n", stderr) }
    }

    var url: String { "https://localhost:\(port)" }
    /// The certificate signs itself: it is its own authority.
    var authorities: String { directory + "/own.pem" }

    /// Of which it takes its own only.
    var identity: (certificate: String, key: String) { (directory + "/own.pem", directory + "/own.key") }

    func foreignIdentity() throws -> (certificate: String, key: String) {
        try Self.makeCertificate("stranger", in: directory)
        return (directory + "/stranger.pem", directory + "/stranger.key")
    }

    func foreignAuthorities() throws -> String {
        try Self.makeCertificate("foreign", in: directory)
        return directory + "/foreign.pem"
    }

    private static func configuration(_ port: UInt16, _ backend: UInt16, _ requests: Int, _ asksWho: Bool) -> String {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path temporary;" }.joined(separator: " ")
        let verification = asksWho ? "ssl_client_certificate own.pem; ssl_verify_client on;" : ""
        return """
            daemon off; master_process off; pid nginx.pid;
            events { worker_connections 512; }
            http {
                access_log off; keepalive_requests \(requests); client_max_body_size 10m; \(temporary)
                server {
                    listen 127.0.0.1:\(port) ssl http2;
                    ssl_certificate own.pem; ssl_certificate_key own.key; \(verification)
                    location / { proxy_pass http://127.0.0.1:\(backend); add_header X-Connection $connection always; }
                    location = /cut { internal; return 444; }
                }
            }
            """
    }

    private static func makeCertificate(_ name: String, in directory: String) throws {
        let made = run(["/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                         "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:localhost,DNS:appio.example", "-days", "2",
                         "-keyout", "\(directory)/\(name).key", "-out", "\(directory)/\(name).pem"])
        guard made == 0 else { throw Missing(what: "a certificate by openssl") }
    }

    private static func makeDirectory() throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/.run"
        mkdir(root, 0o755)
        var template = Array((root + "/nginx-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw Missing(what: "a directory under .run") }
        return template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    private static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw Missing(what: path) }
        fputs(text, file)
        fclose(file)
    }

    /// A port that was free a moment ago.
    private static func freePort() -> UInt16 {
        let server = LoopbackServer { _ in [] }
        defer { server.stop() }
        return server.port
    }

    private static func answers(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = port.bigEndian
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
