/// Characters of Word's fonts Symbol and Wingdings, which other programs and telephones know only as an empty box.
enum WordSymbols {
    /// What a paragraph begins with where Word shows the sign of a list, without the white space after it.
    ///
    /// - Returns: how many characters the sign and the white space are; `nil`: it is no list.
    static func listSign(_ line: ArraySlice<Unicode.Scalar>) -> Int? {
        guard let sign = line.first else { return nil }
        let space = line.dropFirst().prefix { $0 == "\t" || $0 == " " || $0 == "\u{A0}" }
        if isPrivate(sign) { return signs.contains(sign.value) || !space.isEmpty ? 1 + space.count : nil }
        // Word writes these with a tab when its text is copied without its fonts; somebody who types them does not.
        return space.first == "\t" && plain.contains(sign) ? 1 + space.count : nil
    }

    /// What is shown instead of a character of one of the fonts, when it is sure.
    static func meant(by scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0xF0B7, 0xF06C, 0xF09F: "•"
        case 0xF0A7, 0xF06E: "▪"
        case 0xF0FC: "✓"
        case 0xF0D8: "➢"
        case 0xF0E0: "→"
        case 0xF04A: "☺"
        case 0xF02D: "-"
        default: nil
        }
    }

    static func isPrivate(_ scalar: Unicode.Scalar) -> Bool {
        (0xE000...0xF8FF).contains(scalar.value) || (0xF_0000...0x10_FFFD).contains(scalar.value)
    }

    private static let signs: Set<UInt32> = [
        0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076, 0xF0A8, 0xF06E, 0xF06C, 0xF071, 0xF06F, 0xF075, 0xF02D, 0xF0E0, 0xF0E8, 0xF0D2, 0xF09F,
        0xF046, 0xF0FE, 0xF0BE, 0xF072, 0xF077, 0xF0A1, 0xF0F0, 0xF0DE, 0xF04A,
    ]
    private static let plain = Set("•◦▪▫●○‣⁃∙·–—§ØüvoqØ➢➤✓✔❖■□◆→".unicodeScalars)
}
