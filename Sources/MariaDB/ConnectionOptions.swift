/// Where the server is and who asks.
package struct ConnectionOptions: Sendable {
    /// How the server is reached.
    package enum Server: Sendable, Hashable {
        /// Its Unix socket; `nil`: where libmariadb expects it.
        case socket(String?)
        /// Servers that hold the same, nodes of a cluster: one that fails is followed by the next. At least one.
        case hosts([String], port: Int, security: Security)
    }

    /// Who may read and write what goes over the network.
    package enum Security: Sendable, Hashable {
        /// Everybody on the way.
        case none
        /// Nobody: TLS, with a certificate of the host's name from an authority of this PEM file; `nil`: from one of the system's.
        case verified(authorities: String?)
    }

    package var server: Server
    package var user: String
    package var password: String?
    package var database: String?
    /// Longest wait for an answer, in seconds. Above the lock wait of 5 s that each session sets, and above the 6 s that a cluster
    /// stands still when one of its nodes dies.
    package var readTimeout = 30
    /// How long a transaction may stand still, in seconds, before the server drops its connection: whoever made it hangs or
    /// is gone without a word, and its locks are in everybody's way.
    package var idleTransactionTimeout = 10
    /// Longest time that one statement may take, in seconds; 0: any. Above the lock wait.
    package var statementTimeout = 0

    package init(socket: String? = nil, user: String, password: String? = nil, database: String? = nil) {
        self.init(.socket(socket), user: user, password: password, database: database)
    }

    package init(_ server: Server, user: String, password: String? = nil, database: String? = nil) {
        self.server = server
        self.user = user
        self.password = password
        self.database = database
    }
}
