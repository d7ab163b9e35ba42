import CQRencode

/// A QR code as a drawing in SVG, which needs no file and no style.
package enum QRCode {
    /// Empty modules around it, of which ISO/IEC 18004 wants four.
    private static let margin = 4

    /// - Parameters:
    ///   - text: at most some hundred bytes.
    ///   - label: what it is called for who does not see it, without characters that markup must escape.
    package static func svg(of text: String, label: String) -> String {
        // 0: the smallest that holds it.
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { preconditionFailure("too long for a QR code") }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width), modules = UnsafeBufferPointer(start: code.pointee.data, count: width * width)
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                // The lowest bit says whether a module is dark. Those side by side are one bar.
                let end = (column..<width).first { modules[row * width + $0] & 1 == 0 } ?? width
                if end > column { path += "M\(column + margin) \(row + margin)h\(end - column)v1h-\(end - column)z" }
                column = end + 1
            }
        }
        let side = width + 2 * margin
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 \(side) \(side)" role="img" aria-label="\(label)" \
            shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"/><path fill="#000" d="\(path)"/></svg>
            """
    }
}
