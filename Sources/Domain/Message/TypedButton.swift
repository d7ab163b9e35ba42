import Text

/// What an operator typed for one of the two buttons of a message.
package struct TypedButton: Sendable, Equatable {
    package var text: String
    package var address: String

    package init(text: String = "", address: String = "") {
        self.text = text
        self.address = address
    }

    package static let mostInAMessage = 2
    /// UTF-16 units. Ours: on a telephone a longer text does not fit on its button.
    package static let longestText = 40
    /// What browsers and telephones open without trouble.
    static let longestAddress = 2_048

    package var isEmpty: Bool { text.trimmed().isEmpty && address.trimmed().isEmpty }

    /// What its length is counted from, right or not; `nil` while a field is empty.
    var counted: CallToAction? {
        if let right = try? read() { return right }
        let (text, address) = (text.trimmed(), address.trimmed())
        return text.isEmpty || address.isEmpty ? nil : CallToAction(text: text, opening: address)
    }

    /// The button, `nil` when both fields are empty.
    package func read() throws(ButtonFault) -> CallToAction? {
        if isEmpty { return nil }
        return CallToAction(text: try readText(), opening: try readAddress())
    }

    /// All that is wrong with it: with its text, with its address.
    package var faults: [ButtonFault] {
        if isEmpty { return [] }
        var faults: [ButtonFault] = []
        do { _ = try readText() } catch { faults.append(error) }
        do { _ = try readAddress() } catch { faults.append(error) }
        return faults
    }

    private func readText() throws(ButtonFault) -> String {
        let text = text.trimmed()
        guard !text.isEmpty else { throw .noText }
        guard text.unicodeScalars.allSatisfy(Self.isVisible) else { throw .invisibleText }
        let length = text.utf16.count
        guard length <= Self.longestText else { throw .longText(length) }
        return text
    }

    private func readAddress() throws(ButtonFault) -> String {
        let address = CallToAction(text: "", action: address).address
        guard !address.isEmpty else { throw .noAddress }
        guard address.utf8.count <= Self.longestAddress else { throw .longAddress }
        guard address.utf8.allSatisfy(Self.mayBeInAddress.contains) else { throw .wrongCharacter }
        guard let colon = address.firstIndex(of: ":") else { throw .wrongScheme }
        let rest = address[address.index(after: colon)...]
        switch address[..<colon].lowercased() {
        case "https": guard Self.namesSite(rest) else { throw .noSite }
        case "tel": guard Self.isTelephone(rest) else { throw .noTelephone }
        case "mailto": guard PersonalData.isMailAddress(rest) else { throw .noMailAddress }
        default: throw .wrongScheme
        }
        return address
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        ![.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
            && !scalar.properties.isNoncharacterCodePoint
    }

    /// RFC 3986: what is reserved, what is not, and the percent sign.
    private static let mayBeInAddress =
        Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%".utf8)

    /// Whether it is the whole address of a page on the web, over TLS.
    static func isPage(_ address: String) -> Bool {
        address.hasPrefix("https://") && address.utf8.allSatisfy(mayBeInAddress.contains) && namesSite(address.dropFirst(6))
    }

    /// `//host…`, the host a name with a dot in it, perhaps with a port; nobody's name or password before it.
    private static func namesSite(_ rest: Substring) -> Bool {
        guard rest.hasPrefix("//") else { return false }
        let authority = rest.dropFirst(2).prefix { !"/?#".contains($0) }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 1 || (parts.count == 2 && Int(parts[1]).map { (1...65_535).contains($0) } == true) else { return false }
        let labels = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && labels.allSatisfy { label in
            !label.isEmpty && label.first != "-" && label.last != "-" && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }

    private static func isTelephone(_ rest: Substring) -> Bool {
        let digits = rest.hasPrefix("+") ? rest.dropFirst() : rest
        return digits.utf8.areDigits && (3...15).contains(digits.utf8.count)
    }
}

/// Why what was typed makes no button.
package enum ButtonFault: Error, Hashable, Sendable {
    case noText, invisibleText
    case longText(Int)
    case noAddress, longAddress, wrongCharacter, wrongScheme, noSite, noTelephone, noMailAddress

    /// Whether it is said beside the text, not beside the address.
    package var isOfText: Bool {
        switch self {
        case .noText, .invisibleText, .longText: true
        default: false
        }
    }

    /// What is wrong and what to do, for the person who typed it.
    ///
    /// - Parameter number: the button's, from one.
    package func sentence(ofButton number: Int) -> String {
        let address = "L’indirizzo del pulsante \(number)"
        return switch self {
        case .noText: "Indicare il testo del pulsante \(number)."
        case .invisibleText: "Il testo del pulsante \(number) ha caratteri che non si vedono: riscriverlo, su una sola riga."
        case .longText(let count):
            "Il testo del pulsante \(number) ha \(countOf(count, "carattere", "caratteri")): non può superarne \(TypedButton.longestText)."
        case .noAddress: "Indicare l’indirizzo che il pulsante \(number) apre."
        case .longAddress: "\(address) supera i \(TypedButton.longestAddress.italian) caratteri: sceglierne uno più breve."
        case .wrongCharacter: "\(address) ha spazi o caratteri che un indirizzo non può avere: copiarlo dalla barra del browser."
        case .wrongScheme:
            "\(address) deve cominciare con https:// per una pagina, tel: per un numero di telefono o mailto: per una e-mail."
        case .noSite: "\(address) non indica un sito: scriverlo per intero, come https://www.comune.example.it/pagina."
        case .noTelephone: "\(address) non è giusto: dopo tel: va il numero con le sole cifre, come tel:0612345678."
        case .noMailAddress: "\(address) non è giusto: dopo mailto: va una e-mail, come mailto:ufficio@comune.example.it."
        }
    }
}
