internal import CCurl
@preconcurrency import Glibc

/// Many HTTP transfers at once, driven by the one thread that owns this object.
///
/// Connections are kept and reused, each for one transfer at a time; over TLS, HTTP/2 is used when
/// the server offers it.
/// Certificates are always verified, redirects never followed, proxies of the environment ignored.
package final class Multi {
    private let multi: UnsafeMutableRawPointer
    private let options: Options
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    private var finished: [(Transfer, CURLcode)] = []
    private var started = 0

    /// - Throws: `CurlError` when libcurl does not start or the authorities cannot be read.
    package init(options: Options) throws {
        guard Self.library == CURLE_OK, let multi = curl_multi_init() else { throw CurlError.library }
        self.multi = multi
        self.options = options
        if let path = options.authorities, access(path, R_OK) != 0 { throw CurlError.unreadableAuthorities(path: path) }
        // No two transfers on one connection at once. Tried with libcurl 7.88: whenever nginx recycles
        // a shared HTTP/2 connection (by default after 1,000 requests), nearly all POSTs under way on
        // it are refused unseen, which libcurl does not tell from a lost reply; and where one host had
        // connections of HTTP/2 and of HTTP/1.1, transfers got each other's replies.
        multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
        multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, options.connectionsPerHost)
        multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, options.connections)
        multi_set_long(multi, CURLMOPT_MAXCONNECTS, options.connections)
    }

    /// Drops the transfers in flight; their callbacks are not called.
    deinit {
        for easy in transfers.keys { curl_multi_remove_handle(multi, easy) }
        transfers.removeAll()
        curl_multi_cleanup(multi)
    }

    /// How many transfers have been started and not yet handed to their callback.
    package var inFlight: Int { transfers.count + finished.count }

    /// Takes a request; nothing moves before the next `wait`.
    ///
    /// - Parameter then: called once, inside a later `wait`, where it may start others.
    /// - Returns: what `giveUp` knows it by.
    /// - Throws: `CurlError` when memory is short.
    @discardableResult
    package func start(_ request: Request, then: @escaping (Result<Reply, TransferFault>) -> Void) throws -> Int {
        started += 1
        let transfer = try Transfer(request, number: started, options: options, then: then)
        try check(curl_multi_add_handle(multi, transfer.easy))
        transfers[transfer.easy] = transfer
        return started
    }

    /// Ends a transfer without calling back.
    ///
    /// - Returns: false when it has ended already: its callback has been called, or will be.
    package func giveUp(_ number: Int) -> Bool {
        guard let transfer = transfers.values.first(where: { $0.number == number }) else { return false }
        return remove(transfer.easy) != nil
    }

    /// Moves every transfer on and calls back for those that ended, as soon as one has ended, a
    /// descriptor is readable, or the time is over.
    ///
    /// - Parameter descriptors: others to watch; the caller must read what makes them readable.
    /// - Returns: the readable ones among them.
    /// - Throws: `CurlError` when libcurl cannot go on; this object is then of no further use.
    package func wait(upTo limit: Duration, alsoWatching descriptors: [Int32] = []) throws -> [Int32] {
        var watched = descriptors.map { curl_waitfd(fd: $0, events: Int16(CURL_WAIT_POLLIN), revents: 0) }
        try perform()
        let patience = finished.isEmpty ? max(.zero, min(limit, untilDeadline)) : .zero
        try check(curl_multi_poll(multi, &watched, UInt32(watched.count), Int32(clamping: patience.milliseconds), nil))
        try perform()
        try expire()
        deliver()
        return watched.filter { $0.revents != 0 }.map(\.fd)
    }

    private var untilDeadline: Duration {
        transfers.values.map(\.deadline).min().map { $0 - .now } ?? .seconds(3_600)
    }

    private func perform() throws {
        var running: Int32 = 0
        try check(curl_multi_perform(multi, &running))
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left)?.pointee {
            guard message.msg == CURLMSG_DONE, let transfer = remove(message.easy_handle) else { continue }
            finished.append((transfer, message.data.result))
        }
    }

    private func remove(_ easy: UnsafeMutableRawPointer) -> Transfer? {
        guard let transfer = transfers.removeValue(forKey: easy) else { return nil }
        curl_multi_remove_handle(multi, easy)
        return transfer
    }

    /// Ends the transfers whose time is over. When this thread was busy elsewhere the reply may
    /// lie in the socket, so all that has come is read before a time-out is called one.
    private func expire() throws {
        let now = ContinuousClock.now
        let late = transfers.values.filter { $0.deadline <= now }
        guard !late.isEmpty else { return }
        var quietRounds = 0
        for _ in 0..<Self.roundsOfGrace where quietRounds < 2 {
            let before = late.reduce(0) { $0 + $1.received }
            try perform()
            quietRounds = late.reduce(0) { $0 + $1.received } == before ? quietRounds + 1 : 0
        }
        for transfer in late where remove(transfer.easy) != nil {
            finished.append((transfer, CURLE_OPERATION_TIMEDOUT))
        }
    }

    private func deliver() {
        while !finished.isEmpty {
            let (transfer, code) = finished.removeFirst()
            transfer.then(transfer.result(code))
        }
    }

    private func check(_ code: CURLMcode) throws {
        guard code == CURLM_OK else { throw CurlError.multi(code.rawValue) }
    }

    private static let roundsOfGrace = 100
    static let library = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
}

@available(*, unavailable)
extension Multi: Sendable {}
