import CMariaDB
@preconcurrency import Glibc
import Synchronization

extension ConnectionOptions {
    /// Which of several hosts answered last: the next connection of this process begins with it.
    private static let lastHost = Atomic(0)

    /// A session of ours at the server, or at the first of several that takes one.
    func connect() throws -> UnsafeMutablePointer<MYSQL> {
        guard case .hosts(let hosts, let port, let security) = server else { return try connect(host: nil, port: 0, .none) }
        precondition(!hosts.isEmpty)
        let first = Self.lastHost.load(ordering: .relaxed)
        var failures: [DatabaseError] = []
        for turn in hosts.indices {
            let index = (first + turn) % hosts.count
            do {
                let handle = try connect(host: hosts[index], port: port, security)
                if hosts.count > 1 { try requireReady(handle) }
                Self.lastHost.store(index, ordering: .relaxed)
                return handle
            } catch let error as DatabaseError {
                // Whatever it is: a node that is new to its cluster knows neither accounts nor databases.
                failures.append(error)
            }
        }
        throw failures.max { $0.weight < $1.weight }!
    }

    /// Seconds. With several hosts one that stands still costs only its time.
    private var connectTimeout: UInt32 {
        if case .hosts(let hosts, _, _) = server, hosts.count > 1 { 2 } else { 5 }
    }

    private func connect(host: String?, port: Int, _ security: Security) throws -> UnsafeMutablePointer<MYSQL> {
        guard let handle = mysql_init(nil) else { fatalError("out of memory") }
        setLimits(of: handle)
        if case .verified(let authorities) = security { secure(handle, authorities) }
        let path: String? = if case .socket(let path) = server { path } else { nil }
        let isConnected = mysql_real_connect(
            handle, host, user, password ?? "", database, UInt32(port), path, UInt(CLIENT_FOUND_ROWS)) != nil
        if isConnected {
            if host != nil { noticeSilence(of: handle) }
            return handle
        }
        defer { mysql_close(handle) }
        throw DatabaseError(of: handle, in: "(connect)")
    }

    /// A machine without power, or a network that swallows everything, says nothing: without a word of its kernel for so long its
    /// connections are lost, and a page that waits for an answer of `readTimeout` seconds need not (tcp(7)). A server that is busy, or
    /// stands still with its cluster, is still acknowledged by its kernel.
    private func noticeSilence(of handle: UnsafeMutablePointer<MYSQL>) {
        let socket = mysql_get_socket(handle)
        func set(_ level: Int32, _ option: Int32, _ value: Int32) {
            var value = value
            setsockopt(socket, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
        set(SOL_SOCKET, SO_KEEPALIVE, 1)
        set(Int32(IPPROTO_TCP), TCP_KEEPIDLE, 2)
        set(Int32(IPPROTO_TCP), TCP_KEEPINTVL, 1)
        set(Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, Self.longestSilence)
    }

    /// Milliseconds. Longer than a switch takes to come back, and three packets that are lost in a row.
    private static let longestSilence: Int32 = 5_000

    private func setLimits(of handle: UnsafeMutablePointer<MYSQL>) {
        var connectTimeout = connectTimeout, readTimeout = UInt32(readTimeout), never = UInt32(0)
        mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &connectTimeout)
        mysql_options(handle, MYSQL_OPT_READ_TIMEOUT, &readTimeout)
        mysql_options(handle, MYSQL_OPT_WRITE_TIMEOUT, &readTimeout)
        // Or a server could ask for a file of ours.
        mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &never)
        // Or `localhost` would be the socket.
        if case .hosts = server {
            var protocolOverTCP = MYSQL_PROTOCOL_TCP.rawValue
            mysql_options(handle, MYSQL_OPT_PROTOCOL, &protocolOverTCP)
        }
        mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4")
        mysql_options(handle, MYSQL_INIT_COMMAND, """
            SET time_zone = '+00:00', tx_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = 5, wsrep_sync_wait = 7, \
            idle_transaction_timeout = \(idleTransactionTimeout), max_statement_time = \(statementTimeout), \
            sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'
            """)
    }

    /// Only the check of the certificate makes libmariadb 3.3 refuse a server that offers no TLS: MYSQL_OPT_SSL_ENFORCE alone goes on in
    /// the clear, the password too.
    private func secure(_ handle: UnsafeMutablePointer<MYSQL>, _ authorities: String?) {
        var yes: my_bool = 1
        mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &yes)
        mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes)
        mysql_options(handle, MARIADB_OPT_TLS_VERSION, "TLSv1.2,TLSv1.3")
        if let authorities { mysql_options(handle, MYSQL_OPT_SSL_CA, authorities) }
    }

    /// Refuses a node that its cluster has left behind or that is being drained. A server that is no node says that it is not ready,
    /// and is.
    private func requireReady(_ handle: UnsafeMutablePointer<MYSQL>) throws {
        let look = """
            SHOW STATUS WHERE variable_name = 'wsrep_ready' AND @@wsrep_on AND (value <> 'ON' OR @@wsrep_reject_queries <> 'NONE')
            """
        if mysql_real_query(handle, look, UInt(look.utf8.count)) == 0, let rows = mysql_store_result(handle) {
            defer { mysql_free_result(rows) }
            if mysql_num_rows(rows) == 0 { return }
        }
        mysql_close(handle)
        throw DatabaseError(code: UInt32(ER_UNKNOWN_COM_ERROR), state: "08S01", message: "", statement: look)
    }
}

extension DatabaseError {
    /// Of what several hosts have failed with, one is told: the heaviest.
    fileprivate var weight: Int {
        if distrust != nil { return 3 }
        // It let us in.
        if isMissingDatabase { return 2 }
        return isConnectionLost ? 0 : 1
    }
}
