import Text

/// What a template can show as text.
@usableFromInline package protocol ShownText: SendableMetatype {
    /// Whether there is nothing to show.
    var isEmpty: Bool { get }

    /// Appends it so that HTML reads it as itself, between tags and in a quoted attribute alike.
    func write(to page: inout [UInt8])
}

extension String: ShownText {
    @inlinable package func write(to page: inout [UInt8]) {
        let isWritten: Void? = utf8.withContiguousStorageIfAvailable { page.appendEscaped($0) }
        if isWritten == nil { Array(utf8).withUnsafeBufferPointer { page.appendEscaped($0) } }
    }
}

extension HTML: ShownText {
    @inlinable package var isEmpty: Bool { bytes.isEmpty }
    @inlinable package func write(to page: inout [UInt8]) { page.append(contentsOf: bytes) }
}

extension [UInt8] {
    @usableFromInline mutating func appendEscaped(_ bytes: UnsafeBufferPointer<UInt8>) {
        var written = 0
        for index in 0..<bytes.count where bytes[index] < 64 {
            guard let entity = bytes[index].htmlEntity else { continue }
            append(contentsOf: UnsafeBufferPointer(rebasing: bytes[written..<index]))
            append(entity)
            written = index + 1
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: bytes[written...]))
    }
}
