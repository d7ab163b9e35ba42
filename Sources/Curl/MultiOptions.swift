extension Multi {
    /// What all transfers of one `Multi` have in common.
    package struct Options: Sendable {
        /// A PEM file with the certification authorities to trust; `nil` means the system's.
        package var authorities: String?
        /// Further transfers wait for a free one (over HTTP/2 many share one).
        package var connectionsPerHost: Int
        package var connections: Int
        package var userAgent: String

        package init(authorities: String? = nil, connectionsPerHost: Int = 16, connections: Int = 64, userAgent: String) {
            precondition(connectionsPerHost > 0 && connections >= connectionsPerHost)
            self.authorities = authorities
            self.connectionsPerHost = connectionsPerHost
            self.connections = connections
            self.userAgent = userAgent
        }
    }
}
