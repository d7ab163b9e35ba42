import Text

/// What a page is written into, UTF-8. Memory of its own: a page comes in thousands of pieces, and for each an array asks who else
/// holds it.
@usableFromInline package struct Output: ~Copyable {
    @usableFromInline var start: UnsafeMutablePointer<UInt8>
    @usableFromInline var count = 0
    @usableFromInline var capacity: Int

    init(capacity: Int) {
        start = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { start.deallocate() }

    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    @inlinable package mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
        guard let first = piece.baseAddress else { return }
        if piece.count > capacity - count { grow(by: piece.count) }
        (start + count).update(from: first, count: piece.count)
        count += piece.count
    }

    /// Appends it so that HTML reads it as itself, between tags and in a quoted attribute alike.
    @usableFromInline mutating func append(escaped text: UnsafeBufferPointer<UInt8>) {
        var written = 0
        for index in 0..<text.count where text[index] < 64 {
            guard let entity = text[index].htmlEntity else { continue }
            append(UnsafeBufferPointer(rebasing: text[written..<index]))
            append(UnsafeBufferPointer(start: entity.utf8Start, count: entity.utf8CodeUnitCount))
            written = index + 1
        }
        append(UnsafeBufferPointer(rebasing: text[written...]))
    }

    @usableFromInline mutating func grow(by more: Int) {
        capacity = 2 * (count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.moveInitialize(from: start, count: count)
        start.deallocate()
        start = larger
    }
}
