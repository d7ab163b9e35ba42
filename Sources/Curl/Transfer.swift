internal import CCurl

/// One request on its way: its libcurl handle, what is left to send, what has come.
///
/// libcurl keeps a pointer to it: whoever adds it to a multi handle keeps it until it is taken out.
final class Transfer {
    typealias Completion = (Result<Reply, TransferFault>) -> Void

    let easy: UnsafeMutableRawPointer
    let number: Int
    let deadline: ContinuousClock.Instant
    let then: Completion
    /// All bytes that have come.
    private(set) var received = 0

    private let request: Request
    private let hasProxy: Bool
    private let started = ContinuousClock.now
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var sent = 0
    private var bodyLeft = false
    private var status: Int?
    private var headers: Headers = [:]
    private var body: [UInt8] = []

    init(_ request: Request, number: Int, options: Multi.Options, then: @escaping Completion) throws {
        guard let easy = curl_easy_init() else { throw CurlError.library }
        self.easy = easy
        self.request = request
        self.number = number
        hasProxy = options.proxy != nil
        self.then = then
        deadline = started + request.timeout
        try setUp(request, options)
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
    }

    /// What became of it, as libcurl says by `code`.
    func result(_ code: CURLcode) -> Result<Reply, TransferFault> {
        let duration = ContinuousClock.now - started
        let reply = status.map {
            Reply(status: $0, headers: headers, body: body, version: version, duration: duration)
        }
        if code == CURLE_OK, let reply { return .success(reply) }
        let cause = switch code {
        case CURLE_OK: CURLE_GOT_NOTHING
        case CURLE_ABORTED_BY_CALLBACK where !bodyLeft: CURLE_OPERATION_TIMEDOUT  // `give` refused
        case CURLE_COULDNT_CONNECT where isStoppedByProxy, CURLE_GOT_NOTHING where isStoppedByProxy,
             CURLE_RECV_ERROR where isStoppedByProxy: CURLE_PROXY
        case CURLE_WRITE_ERROR: CURLE_FILESIZE_EXCEEDED  // the only reason why `take` refuses bytes
        default: code
        }
        return .failure(TransferFault(code: Int32(cause.rawValue), bodyLeft: bodyLeft, partial: reply, duration: duration))
    }

    /// Whether it ended before the proxy had connected it to the server.
    private var isStoppedByProxy: Bool {
        var answer = 0
        easy_get_long(easy, CURLINFO_HTTP_CONNECTCODE, &answer)
        return hasProxy && !bodyLeft && !(200...299).contains(answer)
    }

    private var version: Reply.Version {
        var version = 0
        easy_get_long(easy, CURLINFO_HTTP_VERSION, &version)
        return version == CURL_HTTP_VERSION_2_0 ? .http2 : .http1
    }

    func addHeader(_ line: String) throws {
        guard let list = curl_slist_append(headerList, line) else { throw CurlError.option(Int32(CURLE_OUT_OF_MEMORY.rawValue)) }
        headerList = list
    }

    /// Sets the list that `addHeader` made; after this no header can be added.
    func useHeaders() throws { try check(easy_set_list(easy, CURLOPT_HTTPHEADER, headerList)) }

    // What libcurl calls.

    func give(_ space: UnsafeMutableRawBufferPointer) -> Int {
        // A thread that was busy elsewhere may come here late: a body that leaves after its deadline
        // would be in doubt, and its sender may already have given it up.
        guard bodyLeft || ContinuousClock.now < deadline else { return Int(CURL_READFUNC_ABORT) }
        bodyLeft = true
        guard let whole = request.body, sent < whole.count else {
            // libcurl knows the length: it asks beyond the end only when it begins a second request.
            return request.repeatable ? 0 : Int(CURL_READFUNC_ABORT)
        }
        let count = min(space.count, whole.count - sent)
        whole.withUnsafeBytes { space.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sent..<sent + count])) }
        sent += count
        return count
    }

    /// libcurl asks to send again what it has already been given: only if that can do no harm.
    func rewind(to offset: Int) -> Bool {
        guard request.repeatable, offset >= 0, offset <= request.body?.count ?? 0 else { return false }
        sent = offset
        return true
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += bytes.count
        guard received <= request.maximumReply else { return false }
        body.append(contentsOf: bytes)
        return true
    }

    func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += bytes.count
        guard received <= request.maximumReply else { return false }
        if bytes.starts(with: "HTTP/".utf8) {
            let code = bytes.split(separator: UInt8(ascii: " "), maxSplits: 2).dropFirst().first.flatMap { Int(text($0.prefix(3))) }
            status = code.flatMap { $0 >= 200 ? $0 : nil }
            headers = [:]
        } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            headers.append(text(bytes[..<colon]), text(bytes[(colon + 1)...]))
        }
        return true
    }

    /// Without the blanks and the line end around it.
    private func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 }) else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
