import CFastCGI
@preconcurrency import Glibc

/// Reads the request of a connection with libfcgi and writes its answer, one connection after the other.
///
/// libfcgi gets connections that are accepted already. Its own `OS_Accept` waits for a silent client where no signal ends
/// it, and once `FCGX_ShutdownPending` was called it polls and closes, without end, a descriptor that is no longer its own.
struct ConnectionReader: ~Copyable {
    private let libfcgi = UnsafeMutablePointer<FCGX_Request>.allocate(capacity: 1)
    private let maximumBody: Int
    /// Between two pieces of a request.
    private let patience: timeval

    private enum Reading {
        case whole(Request)
        /// It is, or says it is, longer than allowed.
        case tooLong
        case brokenOff
    }

    /// Seconds. nginx takes an answer as it comes, unless its own buffers of a gigabyte are full.
    private static let longestStall = 60

    init(maximumBody: Int, patienceMilliseconds: Int32) {
        // No listening socket: when a connection gives no request, FCGX_Accept_r would accept the next itself.
        precondition(FCGX_InitRequest(libfcgi, -1, 0) == 0)
        self.maximumBody = maximumBody
        patience = timeval(tv_sec: Int(patienceMilliseconds) / 1_000, tv_usec: Int(patienceMilliseconds) % 1_000 * 1_000)
    }

    deinit { libfcgi.deallocate() }

    /// Answers one request and closes the connection, whatever comes.
    func answer(_ connection: Int32, _ handler: Server.Handler) {
        var patience = patience
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        // Who does not read their answer keeps neither a thread nor the end of the process.
        var stall = timeval(tv_sec: Self.longestStall, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &stall, socklen_t(MemoryLayout<timeval>.size))
        libfcgi.pointee.ipcFd = connection
        // As after a request that left the connection open: FCGX_Accept_r reads the next one from it.
        libfcgi.pointee.keepConnection = 1
        // Closes at once, without waiting for the client to do so first.
        libfcgi.pointee.detached = 1
        guard FCGX_Accept_r(libfcgi) == 0 else { return }
        switch read() {
        case .whole(let request): write(handler(request))
        case .tooLong:
            // A client that still writes when we close does not read our answer.
            libfcgi.pointee.detached = 0
            write(Response(status: 413))
        case .brokenOff: break
        }
        FCGX_Free(libfcgi, 1)
    }

    private func write(_ response: Response) {
        let writer = RecordWriter(connection: libfcgi.pointee.ipcFd, request: libfcgi.pointee.requestId)
        guard let pieces = response.pieces else { return _ = writer.write(response.head, response.body, isLast: true) }
        var (piece, next) = (Optional(response.head + response.body), 0)
        while let bytes = piece {
            // Who asked is gone: what is left is not even read.
            guard writer.write(bytes, isLast: false) else { return }
            piece = try? pieces(next)
            next += 1
        }
        _ = writer.write(isLast: true)
    }

    private func read() -> Reading {
        var parameters = [String: String](minimumCapacity: 64)
        var entry = libfcgi.pointee.envp
        while let pointer = entry?.pointee {
            if let equals = strchr(pointer, Int32(UInt8(ascii: "="))) {
                let name = UnsafeRawBufferPointer(start: pointer, count: equals - pointer)
                parameters[String(decoding: name, as: UTF8.self)] = String(cString: equals + 1)
            }
            entry = entry?.successor()
        }
        let length = Int(parameters["CONTENT_LENGTH"] ?? "") ?? 0
        guard length >= 0, length <= maximumBody else { return .tooLong }
        let input = libfcgi.pointee.in
        var body = [UInt8](repeating: 0, count: length)
        let count = body.withUnsafeMutableBytes { bytes in
            FCGX_GetStr(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(length), input)
        }
        // Up to the end of the request, so that nothing is unread when the connection is closed.
        guard count == length, FCGX_GetChar(input) < 0, FCGX_GetError(input) == 0 else { return .brokenOff }
        return .whole(Request(parameters: parameters, body: body))
    }
}
