internal import CCurl

/// Sends what is for other machines through a proxy, or nothing, whatever http_proxy and its like say in the environment.
///
/// - Parameters:
///   - proxy: its address as `http://name:port`, and `user:password` if it wants one.
func use(_ proxy: (address: String, login: String?)?, for easy: UnsafeMutableRawPointer) throws {
    func check(_ code: CURLcode) throws {
        guard code == CURLE_OK else { throw CurlError.option(Int32(code.rawValue)) }
    }
    try check(easy_set_string(easy, CURLOPT_PROXY, proxy?.address ?? ""))
    guard let proxy else { return }
    try check(easy_set_string(easy, CURLOPT_NOPROXY, "localhost,127.0.0.0/8,::1"))
    try check(easy_set_long(easy, CURLOPT_HTTPPROXYTUNNEL, 1))
    // The proxy's own answer is not that of the server.
    try check(easy_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1))
    if let login = proxy.login { try check(easy_set_string(easy, CURLOPT_PROXYUSERPWD, login)) }
}
