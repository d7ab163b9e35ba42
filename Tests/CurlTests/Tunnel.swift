@preconcurrency import Glibc
import Synchronization
import TestSupport

/// A proxy on loopback: whatever name CONNECT asks for, it connects to one port of this machine.
final class Tunnel: Sendable {
    let port: UInt16
    private let listener: Int32
    private let target: UInt16
    private let heads = Mutex<[String]>([])

    init(to target: UInt16) {
        (listener, port) = listening()
        self.target = target
        inThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                inThread { [self] in serve(client) }
            }
        }
    }

    var address: String { "http://127.0.0.1:\(port)" }
    /// What it was asked, each until the empty line.
    var asked: [String] { heads.withLock { $0 } }

    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve(_ client: Int32) {
        var head: [UInt8] = [], byte: UInt8 = 0
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
            guard read(client, &byte, 1) == 1 else { close(client); return }
            head.append(byte)
        }
        heads.withLock { $0.append(String(decoding: head, as: UTF8.self)) }
        let server = connected(to: target)
        let answer = "HTTP/1.1 200 Connection established\r\nProxy-Agent: tunnel\r\n\r\n"
        _ = write(client, answer, answer.utf8.count)
        inThread { pump(from: server, to: client) }
        pump(from: client, to: server)
    }
}

private func pump(from source: Int32, to target: Int32) {
    var bytes = [UInt8](repeating: 0, count: 16_384)
    while true {
        let count = read(source, &bytes, bytes.count)
        if count <= 0 || send(target, bytes, count, Int32(MSG_NOSIGNAL)) != count { break }
    }
    shutdown(target, Int32(SHUT_RDWR))
}

private func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    address.sin_port = port.bigEndian
    return address
}

private func listening() -> (Int32, UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(0), length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            precondition(bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, $0, &length) == 0)
        }
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
}

private func connected(to port: UInt16) -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    let address = loopback(port)
    _ = withUnsafePointer(to: address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    return descriptor
}
