/// Something of a message that the app IO shows otherwise than it was meant, or not at all.
package enum PreviewWarning: String, Sendable, CaseIterable {
    /// io-app has no rule for these: their text disappears.
    case table, strikethrough, footnote
    /// Only `<br>` is understood; any other tag is shown as it was typed.
    case html
    /// The app opens it, though not in all of its releases.
    case mailOrPhone
    /// The app answers that the link is not supported.
    case link
    /// Shown as it was typed, with its marks, in a box.
    case quote
    /// The app loads an image in a paragraph only.
    case image
    /// The e-mail to the citizen carries only what follows the last `---`.
    case dashes
    /// The preview stops before the end of the text.
    case cut
    /// The preview gave up on the marks and shows the text as it was typed.
    case tooComplex

    /// Whether the citizen would miss something of the message, or could not open it.
    package var losesSomething: Bool { ![.quote, .cut, .tooComplex].contains(self) }

    /// What happens and what to do, in Italian.
    package var sentence: String {
        switch self {
        case .table: "Le tabelle non vengono mostrate dall’app IO: il loro testo non sarà visibile. Usare un elenco."
        case .strikethrough: "Il testo barrato (~~ ~~) non viene mostrato dall’app IO: non sarà visibile. Toglierlo."
        case .footnote:
            "Le note a piè di pagina non vengono mostrate dall’app IO: il loro testo non sarà visibile. Scriverlo fra "
                + "parentesi."
        case .html: "I tag HTML, tranne <br>, compaiono nell’app IO così come sono scritti: toglierli."
        case .mailOrPhone:
            "I collegamenti mailto:, tel: e sms: non funzionano in tutte le versioni dell’app IO: "
                + "scrivere l’indirizzo o il numero anche nel testo, oppure usare un pulsante."
        case .link: "Un collegamento non è supportato dall’app IO: l’indirizzo deve cominciare con https://."
        case .quote:
            "In un riquadro (>) l’app IO mostra il testo così come è scritto, con asterischi, tag e indirizzi: togliere la "
                + "formattazione o il segno >."
        case .image:
            "Un’immagine dentro un titolo, un collegamento o un testo formattato non viene mostrata dall’app IO: metterla in "
                + "una riga a sé."
        case .dashes: "Il testo contiene ---: nella copia per e-mail il cittadino riceve solo ciò che segue l’ultimo. Toglierlo."
        case .cut: "L’anteprima mostra solo l’inizio: il testo è troppo lungo."
        case .tooComplex: "L’anteprima mostra il testo senza formattazione, perché è troppo complessa: semplificarla."
        }
    }
}
