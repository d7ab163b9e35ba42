@preconcurrency import Glibc

/// How many connections this machine's nginx holds. Debian's holds 768 for each of its workers, and whoever opens as many and sends drop
/// by drop leaves none to anybody else, whatever an address may have.
struct NginxRoom {
    /// For each worker: those of some hundred addresses that all have as many as they may, in a few tens of megabytes.
    static let connections = 16_384
    private static let ofDebian = "worker_connections 768;"
    private static let ours = "worker_connections \(connections); # puntuale setup: 768 in Debian"

    private let directory: String
    private var file: String { "\(directory)/nginx.conf" }

    init(_ directory: String = "/etc/nginx") { self.directory = directory }

    /// What there is too little of, in a sentence; `nil`: nothing, or nginx is not there.
    var lack: String? {
        guard let connections, connections < Self.connections else { return nil }
        return "\(file) ammette \(connections) connessioni (worker_connections): chi ne apre altrettante e scrive a gocce esclude tutti: "
            + "scriverne \(Self.connections)."
    }

    /// Makes room where Debian's own number stands. What an administrator has chosen stays.
    ///
    /// - Throws: `CommandError`.
    func make() throws {
        // Each connection is a file, and so is the one to the application.
        try FreshFile("\(directory)/modules-enabled/60-puntuale.conf").make("""
            # Scritto da puntuale setup: i file che servono a tante connessioni quante ne ammette nginx.conf.
            worker_rlimit_nofile \(3 * Self.connections);

            """.utf8)
        guard let text, text.contains(Self.ofDebian) else { return }
        try FreshFile(file).replace(text.replacing(Self.ofDebian, with: Self.ours, maxReplacements: 1).utf8)
    }

    /// For each worker.
    private var connections: Int? {
        let line = text?.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "\t" } }.first { $0.hasPrefix("worker_connections ") }
        return line.flatMap { Int($0.dropFirst("worker_connections ".count).prefix { $0 != ";" }) }
    }

    private var text: String? { contents(ofFile: file, atMost: 1 << 20).map { String(decoding: $0, as: UTF8.self) } }
}
