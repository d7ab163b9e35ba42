@preconcurrency import Glibc

/// Writes the answer to a request as FastCGI records, a page in one system call. libfcgi's own stream makes one of every 8 kB, and
/// nginx wakes for each.
struct RecordWriter {
    let connection: Int32
    let request: Int32

    private enum Kind: UInt8 { case end = 3, output = 6 }

    /// Bytes of content. A record holds 65,535; a multiple of 8 needs no padding.
    private static let mostOfRecord = 65_528

    /// - Parameter isLast: whether the request is answered with it.
    /// - Returns: false when who asked is gone or does not read.
    func write(_ pieces: [UInt8]..., isLast: Bool) -> Bool {
        var records: [UInt8] = []
        records.reserveCapacity(min(pieces.reduce(64) { $0 + $1.count }, 2 * Self.mostOfRecord))
        for piece in pieces {
            // None of an empty piece: it would end the output.
            for start in stride(from: 0, to: piece.count, by: Self.mostOfRecord) {
                let content = piece[start..<min(start + Self.mostOfRecord, piece.count)]
                add(.output, content.count, to: &records)
                records += content
                if records.count > Self.mostOfRecord {
                    guard send(records) else { return false }
                    records.removeAll(keepingCapacity: true)
                }
            }
        }
        if isLast {
            add(.output, 0, to: &records)
            add(.end, 8, to: &records)
            records += repeatElement(0, count: 8)
        }
        return send(records)
    }

    /// Begins a record with so many bytes of content.
    private func add(_ kind: Kind, _ count: Int, to records: inout [UInt8]) {
        for byte in [1, Int(kind.rawValue), Int(request) >> 8, Int(request) & 255, count >> 8, count & 255, 0, 0] {
            records.append(UInt8(byte))
        }
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = Glibc.send(connection, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }
}
