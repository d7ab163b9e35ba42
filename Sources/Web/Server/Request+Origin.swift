import FastCGI
@preconcurrency import Glibc
import Store

extension Request {
    /// Where a session is opened: as much as lets people know their own sessions again, and no more. Of the address the
    /// network, which many share; of the browser name and system, without versions.
    var place: OpenSession.Origin {
        OpenSession.Origin(browser: Self.browser(header("User-Agent") ?? ""), network: network(four: 24, six: 48))
    }

    /// The first that fits: browsers also name those that they wish to be taken for.
    private static func browser(_ agent: String) -> String {
        let browsers = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
        let systems = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
                       ("Linux", "Linux")]
        let name = browsers.first { agent.contains($0.0) }?.1 ?? "Browser sconosciuto"
        return systems.first { agent.contains($0.0) }.map { "\(name) su \($0.1)" } ?? name
    }

    /// The network of the client's address, as `203.0.113.0/24`; empty when there is none.
    ///
    /// - Parameters:
    ///   - four: how many bits of an IPv4 address count, a multiple of 8.
    ///   - six: how many of an IPv6 address, a multiple of 8.
    func network(four: Int, six: Int) -> String {
        let address = parameters["REMOTE_ADDR"] ?? ""
        let (family, bits) = address.contains(":") ? (AF_INET6, six) : (AF_INET, four)
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(family, address, &bytes) == 1 else { return "" }
        for index in bits / 8..<16 { bytes[index] = 0 }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(family, bytes, &text, UInt32(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) + "/\(bits)"
    }
}
