import FastCGI
import MariaDB
import Store

/// What monitoring asks. nginx lets only this machine reach it.
enum Health {
    static func answer(_ request: Request, _ db: Connection) throws -> Response? {
        switch request.path {
        case "/vivo": .text("vivo\n")
        case "/pronto": ready(db)
        default: nil
        }
    }

    private static func ready(_ db: Connection) -> Response {
        do {
            let alive = try HostStore(db).workerIsAlive()
            return alive ? .text("pronto\n") : .text("nessun worker\n", status: 503)
        } catch {
            return .text("base dati assente\n", status: 503)
        }
    }
}
