/// An IPv4 range: `10.0.0.0/8`, or one address.
struct CIDR: Sendable, Equatable {
    let text: String
    private let network: UInt32
    private let mask: UInt32

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = Self.address(parts[0]),
              let length = parts.count == 2 ? Int(parts[1]) : 32, 0...32 ~= length else { return nil }
        mask = length == 0 ? 0 : UInt32.max << (32 - UInt32(length))
        network = address & mask
        self.text = text
    }

    func contains(_ address: String) -> Bool {
        Self.address(address[...]).map { $0 & mask == network } ?? false
    }

    private static func address(_ text: Substring) -> UInt32? {
        let bytes = text.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        return bytes.count == 4 ? bytes.reduce(0) { $0 << 8 | UInt32($1) } : nil
    }
}
