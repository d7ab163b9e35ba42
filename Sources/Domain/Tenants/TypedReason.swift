import Text

/// Why a tenant is suspended, as somebody typed it: its people read it, or everybody who opens its pages.
package enum TypedReason {
    /// In code points, as a VARCHAR counts them.
    package static let longest = 500

    /// What is wrong with a reason and what to do; `nil`: nothing.
    ///
    /// - Parameter isRequired: whether one must be given.
    package static func fault(of reason: String, isRequired: Bool) -> String? {
        if isRequired && reason.trimmed().isEmpty { return "Il motivo ha da 1 a \(longest) caratteri." }
        let isTooLong = reason.unicodeScalars.count > longest
        return isTooLong ? (isRequired ? "Il motivo ha da 1 a \(longest) caratteri." : "Il motivo ha più di \(longest) caratteri.") : nil
    }
}
