extension Multi {
    /// What all transfers of one `Multi` have in common.
    package struct Options: Sendable {
        /// A PEM file with the certification authorities to trust; `nil` means the system's.
        package var authorities: String?
        /// What other machines are reached through, asked by CONNECT: `http://name:port`, and `user:password` if it wants one.
        package var proxy: (address: String, login: String?)?
        /// The certificate that a server which asks for one is shown, and its key: files in PEM.
        package var identity: (certificate: String, key: String)?
        /// As many transfers move at once; the others wait, and their time runs.
        package var connectionsPerHost: Int
        /// To all hosts together, idle ones included.
        package var connections: Int
        package var userAgent: String

        package init(authorities: String? = nil, connectionsPerHost: Int = 64, connections: Int = 128, userAgent: String) {
            precondition(connectionsPerHost > 0 && connections >= connectionsPerHost)
            self.authorities = authorities
            self.connectionsPerHost = connectionsPerHost
            self.connections = connections
            self.userAgent = userAgent
        }
    }
}
