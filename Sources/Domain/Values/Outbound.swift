/// How calls to another machine leave this one.
package struct Outbound: Sendable {
    /// Certificate authorities, a file in PEM, believed instead of the system's.
    package var authorities: String?
    /// What other machines are reached through; this one never is.
    package var proxy: Proxy?
    /// By which a server that asks for it knows this installation.
    package var identity: Identity?

    package init(authorities: String? = nil, proxy: Proxy? = nil, identity: Identity? = nil) {
        (self.authorities, self.proxy, self.identity) = (authorities, proxy, identity)
    }

    /// A proxy that is asked by CONNECT: what goes through it is encrypted for the server behind it.
    package struct Proxy: Sendable, CustomStringConvertible, CustomReflectable {
        /// `http://name:port`.
        package let address: String
        /// `user:password`; `nil`: it asks for none.
        package let login: String?

        package init(address: String, login: String?) { (self.address, self.login) = (address, login) }

        /// Without the login.
        package var description: String { address }
        package var customMirror: Mirror { Mirror(self, children: ["address": address]) }
    }

    /// A certificate with those that lead to its authority, and its private key: files in PEM.
    package struct Identity: Sendable {
        package let certificate: String
        package let key: String

        package init(certificate: String, key: String) { (self.certificate, self.key) = (certificate, key) }
    }
}
