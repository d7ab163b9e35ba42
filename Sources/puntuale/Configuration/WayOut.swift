import Certificates
import Domain

/// How the worker's calls leave this machine, as the file says it.
struct WayOut {
    var authorities: String?
    var proxy: String?
    var proxyLogin: SecretFile?
    var identity: Outbound.Identity?

    /// - Throws: `ConfigurationFaults` when the proxy's login can no longer be read.
    func outbound() throws(ConfigurationFaults) -> Outbound {
        let login = try proxyLogin?.password()
        return Outbound(authorities: authorities, proxy: proxy.map { Outbound.Proxy(address: $0, login: login) }, identity: identity)
    }
}

extension ConfigurationReader {
    mutating func wayToAppIO() -> WayOut {
        var way = way(authorities: .appIOAuthorities, proxy: .appIOProxy, login: .appIOProxyLogin)
        if has(.appIOClientCertificate) || has(.appIOClientKey) { way.identity = identity() }
        return way
    }

    mutating func wayToMailServer() -> WayOut { way(authorities: .mailAuthorities, proxy: .mailProxy, login: .mailProxyLogin) }

    private mutating func way(authorities: ConfigurationKey, proxy: ConfigurationKey, login: ConfigurationKey) -> WayOut {
        var way = WayOut()
        if has(authorities) { way.authorities = readableFile(authorities) }
        if has(proxy) { way.proxy = proxyAddress(proxy) }
        if has(login) {
            let file = secret(login, minimum: 3)
            way.proxyLogin = file
            if !has(proxy) { fault(login, "non serve senza \(proxy.rawValue)") }
            if let typed = try? file.password(), !typed.isEmpty, !typed.contains(":") {
                fault(login, "il file \(file.path) deve contenere utente:password")
            }
        }
        return way
    }

    /// `http://name:port`: what the proxy is told is a name, and a login for itself.
    private mutating func proxyAddress(_ key: ConfigurationKey) -> String {
        let address = text(key)
        guard let match = address.wholeMatch(of: /http:\/\/([^:\/@]+):([0-9]{1,5})\/?/), HostName(String(match.1)) != nil,
              let port = Int(match.2), (1...65_535).contains(port) else {
            fault(key, "«\(address)» non è un indirizzo della forma http://host:porta")
            return ""
        }
        return "http://\(match.1):\(port)"
    }

    private mutating func identity() -> Outbound.Identity {
        let path = readableFile(.appIOClientCertificate), key = secret(.appIOClientKey, minimum: 32)
        if let chain = path.isEmpty ? nil : CertificateChain(file: path) {
            if let bytes = try? key.bytes(), !bytes.isEmpty, !chain.fits(privateKey: bytes) {
                fault(.appIOClientKey, "la chiave in \(key.path) non è quella del certificato, oppure è protetta da una password")
            }
        } else if has(.appIOClientCertificate), !path.isEmpty {
            fault(.appIOClientCertificate, "il file \(path) non contiene un certificato in formato PEM")
        }
        return Outbound.Identity(certificate: path, key: key.path)
    }
}
