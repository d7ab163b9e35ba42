internal import CCurl
@preconcurrency import Glibc

/// Hands an e-mail to a server, in the thread that asks.
///
/// Certificates are always verified; no proxy of the environment is obeyed.
package final class MailTransfer {
    private let delivery: MailDelivery
    private let mayLeave: () -> Bool
    private var recipients: UnsafeMutablePointer<curl_slist>?
    private var sent = 0
    private var dialogue = MailDialogue()
    /// After QUIT nothing that is said is about the message.
    private var isOver = false

    /// - Parameter mayLeave: asked once, when the server wants the message and before its first byte; if it says no, nothing leaves.
    /// - Returns: how far it came.
    /// - Throws: `CurlError` when libcurl does not start, refuses an option or the authorities cannot be read.
    package static func run(_ delivery: MailDelivery, mayLeave: () -> Bool) throws -> MailDialogue {
        guard Multi.library == CURLE_OK, let easy = curl_easy_init() else { throw CurlError.library }
        if let path = delivery.authorities, access(path, R_OK) != 0 { throw CurlError.unreadableAuthorities(path: path) }
        return try withoutActuallyEscaping(mayLeave) { mayLeave in
            let transfer = MailTransfer(delivery, mayLeave)
            return try withExtendedLifetime(transfer) {
                defer {
                    curl_easy_cleanup(easy)
                    curl_slist_free_all(transfer.recipients)
                }
                try transfer.setUp(easy)
                transfer.dialogue.code = Int32(transfer.perform(easy).rawValue)
                return transfer.dialogue
            }
        }
    }

    private init(_ delivery: MailDelivery, _ mayLeave: @escaping () -> Bool) { (self.delivery, self.mayLeave) = (delivery, mayLeave) }

    private func setUp(_ easy: UnsafeMutableRawPointer) throws {
        func set(_ option: CURLoption, _ value: Int) throws { try check(easy_set_long(easy, option, value)) }
        func set(_ option: CURLoption, _ value: String) throws { try check(easy_set_string(easy, option, value)) }
        try set(CURLOPT_URL, "\(delivery.security == .tls ? "smtps" : "smtp")://\(delivery.host):\(delivery.port)")
        try set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try set(CURLOPT_USE_SSL, Int(delivery.security == .none ? CURLUSESSL_NONE.rawValue : CURLUSESSL_ALL.rawValue))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let path = delivery.authorities { try set(CURLOPT_CAINFO, path) }
        try use(delivery.proxy, for: easy)
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, delivery.connectTimeout.milliseconds))
        try set(CURLOPT_TIMEOUT_MS, max(1, delivery.timeout.milliseconds))
        if let login = delivery.login {
            try set(CURLOPT_USERNAME, login.username)
            try set(CURLOPT_PASSWORD, login.password)
        }
        try set(CURLOPT_MAIL_FROM, "<\(delivery.sender)>")
        guard let list = curl_slist_append(nil, "<\(delivery.recipient)>") else {
            throw CurlError.option(Int32(CURLE_OUT_OF_MEMORY.rawValue))
        }
        recipients = list
        try check(easy_set_list(easy, CURLOPT_MAIL_RCPT, list))
        let me = Unmanaged.passUnretained(self).toOpaque()
        try set(CURLOPT_UPLOAD, 1)
        try check(easy_set_bytes_function(easy, CURLOPT_READFUNCTION, onRead))
        try check(easy_set_pointer(easy, CURLOPT_READDATA, me))
        // Which command a server refuses, libcurl tells only whom it lets listen.
        try set(CURLOPT_VERBOSE, 1)
        try check(easy_set_debug_function(easy, onDialogue))
        try check(easy_set_pointer(easy, CURLOPT_DEBUGDATA, me))
    }

    private func perform(_ easy: UnsafeMutableRawPointer) -> CURLcode {
        let code = curl_easy_perform(easy)
        let isStoppedByProxy = delivery.proxy != nil && dialogue.replyCode == 0
            && [CURLE_COULDNT_CONNECT, CURLE_GOT_NOTHING, CURLE_RECV_ERROR].contains(code)
        return isStoppedByProxy ? CURLE_PROXY : code
    }

    private func check(_ code: CURLcode) throws {
        guard code == CURLE_OK else { throw CurlError.option(Int32(code.rawValue)) }
    }

    // What libcurl calls.

    fileprivate func give(_ space: UnsafeMutableRawBufferPointer) -> Int {
        if sent == 0, !mayLeave() { return Int(CURL_READFUNC_ABORT) }
        let count = min(space.count, delivery.message.count - sent)
        delivery.message.withUnsafeBytes { space.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sent..<sent + count])) }
        sent += count
        // The line that ends the message leaves after this.
        if count == 0 { dialogue.messageLeft = true }
        return count
    }

    /// A line in the clear of either side: of ours the verb only, since what follows AUTH is a secret.
    fileprivate func heard(_ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        guard !isOver else { return }
        switch kind {
        case CURLINFO_HEADER_OUT:
            let verb = String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
            if let command = MailDialogue.Command(rawValue: verb) { dialogue.command = command }
            isOver = verb == "QUIT"
        case CURLINFO_HEADER_IN:
            guard let code = Int(String(decoding: bytes.prefix(3), as: UTF8.self)), (200...599).contains(code) else { return }
            dialogue.replyCode = code
            dialogue.reply = String(decoding: bytes.prefix(Self.longestReply).filter { 0x20...0x7e ~= $0 }, as: UTF8.self)
        default: break
        }
    }

    private static let longestReply = 200
}

@available(*, unavailable)
extension MailTransfer: Sendable {}

private func onRead(_ space: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ owner: UnsafeMutableRawPointer?) -> Int {
    Unmanaged<MailTransfer>.fromOpaque(owner!).takeUnretainedValue()
        .give(UnsafeMutableRawBufferPointer(start: space, count: size * count))
}

private func onDialogue(
    _ easy: UnsafeMutableRawPointer?, _ kind: curl_infotype, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int,
    _ owner: UnsafeMutableRawPointer?
) -> Int32 {
    Unmanaged<MailTransfer>.fromOpaque(owner!).takeUnretainedValue().heard(kind, UnsafeRawBufferPointer(start: bytes, count: count))
    return 0
}
