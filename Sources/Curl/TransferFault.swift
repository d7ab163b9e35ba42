internal import CCurl

/// Why a transfer gave no complete reply. It names no address, header or body.
package struct TransferFault: Error, Sendable, CustomStringConvertible {
    /// libcurl's number (`CURLcode`): 7 is a refused connection, 28 a time-out, 63 a reply too long, 97 a proxy that
    /// did not connect us.
    package var code: Int32
    /// Whether libcurl had asked for bytes of the body. `false` means that the server cannot have
    /// got the request whole; `true` that nobody knows, even if no byte went out.
    package var bodyLeft: Bool
    /// What had come of the reply: its status at least; headers and body as far as they came.
    package var partial: Reply?
    /// From `start` to the fault.
    package var duration: Duration

    package init(code: Int32, bodyLeft: Bool, partial: Reply? = nil, duration: Duration = .zero) {
        self.code = code
        self.bodyLeft = bodyLeft
        self.partial = partial
        self.duration = duration
    }

    /// Whether its time was over, wherever it stood.
    package var timedOut: Bool { code == Int32(CURLE_OPERATION_TIMEDOUT.rawValue) }

    /// Whether the reply went beyond `Request.maximumReply`.
    package var replyTooLong: Bool { code == Int32(CURLE_FILESIZE_EXCEEDED.rawValue) }

    /// libcurl's sentence for the code, in English.
    package var name: String { String(cString: curl_easy_strerror(CURLcode(UInt32(code)))) }

    package var description: String { "\(name) (libcurl \(code))" }
}
