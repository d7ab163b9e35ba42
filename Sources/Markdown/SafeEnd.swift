extension Collection<UInt8> {
    /// Lends the bytes with zeros after their end: looking for the end of an HTML block, md4c 0.4.8 reads some bytes further
    /// than the text goes.
    func withSafeEnd<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
        // Longer than any mark that it looks for.
        let margin = 16
        return (Array(self) + [UInt8](repeating: 0, count: margin)).withUnsafeBytes { bytes in
            body(UnsafeRawBufferPointer(rebasing: bytes.dropLast(margin)))
        }
    }
}
