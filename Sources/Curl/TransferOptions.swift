internal import CCurl
@preconcurrency import Glibc

extension Transfer {
    func setUp(_ request: Request, _ options: Multi.Options) throws {
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_USERAGENT, options.userAgent)
        try setSafety(options)
        try setLimits(request)
        try setBody(request)
        for (name, value) in request.headers { try addHeader("\(name): \(value)") }
        try useHeaders()
        let me = Unmanaged.passUnretained(self).toOpaque()
        try check(easy_set_bytes_function(easy, CURLOPT_WRITEFUNCTION, onBody))
        try check(easy_set_pointer(easy, CURLOPT_WRITEDATA, me))
        try check(easy_set_bytes_function(easy, CURLOPT_HEADERFUNCTION, onHeader))
        try check(easy_set_pointer(easy, CURLOPT_HEADERDATA, me))
    }

    private func setSafety(_ options: Multi.Options) throws {
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let path = options.authorities { try set(CURLOPT_CAINFO, path) }
        if let identity = options.identity {
            try set(CURLOPT_SSLCERT, identity.certificate)
            try set(CURLOPT_SSLKEY, identity.key)
        }
        try use(options.proxy, for: easy)
        // Signals belong to the program, and libcurl's own would not be safe beside other threads.
        try set(CURLOPT_NOSIGNAL, 1)
    }

    private func setLimits(_ request: Request) throws {
        try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, request.connectTimeout.milliseconds))
        // The whole time is watched by Multi: libcurl judges it before it reads what has come.
        try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        // Servers close idle connections after 60 s or more (nginx 75 s): a request that meets the
        // closing would be in doubt, so an idle connection is left alone before that.
        try set(CURLOPT_MAXAGE_CONN, 30)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try check(easy_set_socket_function(easy, onSocket))
    }

    private func setBody(_ request: Request) throws {
        guard request.method == .post else { return try set(CURLOPT_HTTPGET, 1) }
        try set(CURLOPT_POST, 1)
        try check(easy_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, request.body?.count ?? 0))
        // Not CURLOPT_POSTFIELDS: libcurl repeats by itself a POST whose bytes it holds, when a
        // reused HTTP/1.1 connection dies unanswered. What it must ask for again can be refused.
        let me = Unmanaged.passUnretained(self).toOpaque()
        try check(easy_set_bytes_function(easy, CURLOPT_READFUNCTION, onRead))
        try check(easy_set_pointer(easy, CURLOPT_READDATA, me))
        try check(easy_set_seek_function(easy, onSeek))
        try check(easy_set_pointer(easy, CURLOPT_SEEKDATA, me))
        // "100 Continue" would cost a round trip, and one more way for a request to be sent again.
        try addHeader("Expect:")
    }

    private func set(_ option: CURLoption, _ value: Int) throws { try check(easy_set_long(easy, option, value)) }

    private func set(_ option: CURLoption, _ value: String) throws { try check(easy_set_string(easy, option, value)) }

    func check(_ code: CURLcode) throws {
        guard code == CURLE_OK else { throw CurlError.option(Int32(code.rawValue)) }
    }
}

extension Duration {
    /// Whole milliseconds, rounded up.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

private func transfer(_ owner: UnsafeMutableRawPointer?) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(owner!).takeUnretainedValue()
}

private func onBody(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ owner: UnsafeMutableRawPointer?) -> Int {
    transfer(owner).take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func onHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ owner: UnsafeMutableRawPointer?) -> Int {
    transfer(owner).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func onRead(_ space: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ owner: UnsafeMutableRawPointer?) -> Int {
    transfer(owner).give(UnsafeMutableRawBufferPointer(start: space, count: size * count))
}

private func onSeek(_ owner: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32) -> Int32 {
    origin == SEEK_SET && transfer(owner).rewind(to: offset) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
}

/// A peer that vanished (a firewall that forgot the connection) acknowledges nothing: the kernel
/// then ends the connection after 20 s, and no later request is put on it.
private func onSocket(_ owner: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ purpose: curlsocktype) -> Int32 {
    var milliseconds: UInt32 = 20_000
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &milliseconds, socklen_t(MemoryLayout.size(ofValue: milliseconds)))
    return CURL_SOCKOPT_OK
}
