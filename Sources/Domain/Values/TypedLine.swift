import Text

/// What may stand in a field of one line.
extension String {
    /// Whether nothing in it breaks the line, cannot be seen or turns letters around.
    package var isOneLine: Bool { !unicodeScalars.contains(where: \.actsUnseen) }

    /// What is wrong with it as a name for people to read, of one of them, a tenant, a service, a template; `nil`: nothing.
    ///
    /// - Parameter limit: code points, as a VARCHAR counts them.
    package func fault(asNameUpTo limit: Int) -> String? {
        if isEmpty { return "Scrivere il nome." }
        guard unicodeScalars.count <= limit else { return "Il nome ha al massimo \(limit) caratteri." }
        return isOneLine ? nil : "Il nome va scritto su una sola riga, senza caratteri di controllo, che non si vedono: riscriverlo."
    }
}
