/// Something of a message that the citizen reads otherwise than it was written, or not at all.
package struct PreviewWarning: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// io-app has no rule for these: their text disappears.
        case table, strikethrough, note
        /// `[x]: word` at the start of a line is taken for the address of a link.
        case definition
        /// What stands between two lines of dashes at the very start.
        case head
        /// Only `<br>` is understood; any other tag is shown as it was typed.
        case html
        /// The app opens it, though not in all of its releases.
        case mailOrPhone
        /// The app answers that the link is not supported.
        case link
        /// Shown as it was typed, with its marks, in a box.
        case quote
        /// `> 65 anni` at the start of a line: the sign makes a box and is not shown.
        case moreThan
        /// `5*3*2`, which is read as 532: stars within a word or a number make it slanted and are not shown.
        case innerMarks
        /// `[a](https://x.it/a b.pdf)`: an address with a space in it makes no link, and is shown with its marks.
        case brokenLink
        /// The app loads an image in a paragraph only.
        case image
        /// `word![link](…)` is an image, which cannot be touched.
        case imageAfterWord
        /// A list is counted from one.
        case number
        /// The box of `- [ ]` is dropped.
        case box
        /// The e-mail to the citizen carries only what follows the last `---`.
        case dashes
        /// The e-mail drops what it takes for a tag, a note or a definition.
        case mail
        /// The preview stops before the end of the text.
        case cut
        /// The preview gave up on the marks and shows the text as it was typed.
        case tooComplex
    }

    package var kind: Kind
    /// The words that are lost, as they were typed.
    package var words: [String]

    init(_ kind: Kind, words: [String] = []) {
        self.kind = kind
        self.words = words.filter { !$0.isEmpty }
    }

    /// Whether the citizen would miss something of the message, or could not open it.
    package var losesSomething: Bool { ![.quote, .cut, .tooComplex].contains(kind) }

    /// The first of the words, each cut to a readable length, in quotation marks.
    private var quoted: String {
        let shown = words.prefix(3).map { $0.count <= 80 ? "«\($0)»" : "«\($0.prefix(79))…»" }
        let more = words.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " e altro ancora (\(more))" : "")
    }

    private var ofWords: String { words.isEmpty ? "" : ": \(quoted)" }

    /// What happens and what to do, in Italian.
    package var sentence: String {
        switch kind {
        case .table: "L’app IO non mostra le tabelle e il cittadino non legge il loro testo\(ofWords). Usare un elenco."
        case .strikethrough: "L’app IO non mostra il testo barrato (fra ~ e ~) e il cittadino non lo legge\(ofWords). Togliere i segni ~."
        case .note: "L’app IO non mostra le note (fra ^[ e ]) e il cittadino non le legge\(ofWords). Scriverle fra parentesi."
        case .definition:
            "L’app IO toglie una parola fra parentesi quadre all’inizio di una riga, i due punti e la parola che segue: il cittadino non "
                + "legge \(quoted). Togliere le parentesi quadre."
        case .head:
            "L’app IO non mostra ciò che sta fra due righe --- all’inizio del testo\(ofWords). Togliere le righe ---."
        case .html: "I tag HTML, tranne <br>, compaiono nell’app IO così come sono scritti\(ofWords). Toglierli."
        case .mailOrPhone:
            "I collegamenti mailto:, tel: e sms: non funzionano in tutte le versioni dell’app IO: "
                + "scrivere l’indirizzo o il numero anche nel testo, oppure usare un pulsante."
        case .link: "Un collegamento non è supportato dall’app IO\(ofWords). L’indirizzo deve cominciare con https://."
        case .quote:
            "In un riquadro (>) l’app IO mostra il testo così come è scritto, con asterischi, tag e indirizzi: togliere la "
                + "formattazione o il segno >."
        case .moreThan:
            "L’app IO toglie il segno > all’inizio di una riga e ne fa un riquadro: il cittadino non lo legge in \(quoted). Scrivere «più "
                + "di», «oltre»."
        case .innerMarks:
            "L’app IO toglie gli asterischi dentro una parola o un numero, e il cittadino legge altro: \(quoted). Scrivere «×» o «per», "
                + "oppure \\* al posto di *."
        case .brokenLink:
            "Un indirizzo con uno spazio non diventa un collegamento e il cittadino ne legge i segni: \(quoted). Togliere lo spazio, o "
                + "scrivere %20 al suo posto."
        case .image:
            "Un’immagine dentro un titolo, un collegamento o un testo formattato non viene mostrata dall’app IO\(ofWords). Metterla in "
                + "una riga a sé."
        case .imageAfterWord:
            "Per l’app IO un collegamento subito dopo ! è un’immagine, che non si può toccare, e il cittadino non legge \(quoted). "
                + "Lasciare uno spazio dopo il punto esclamativo."
        case .number:
            "L’app IO numera gli elenchi da 1 e il cittadino non legge il numero scritto\(ofWords). Scriverlo in altro modo, per esempio "
                + "«n. 12» o «12 –»."
        case .box: "L’app IO non mostra le caselle [ ] e [x] di un elenco\(ofWords). Toglierle, o scrivere «da portare», «fatto»."
        case .dashes: "Il testo contiene ---: nella copia per e-mail manca ciò che precede l’ultimo\(ofWords). Togliere ---."
        case .mail:
            "Nella copia per e-mail manca ciò che sta fra < e >, o dopo una parola fra parentesi quadre e i due punti: il cittadino non vi "
                + "legge \(quoted). Scrivere «meno di», «più di», e senza parentesi quadre."
        case .cut: "L’anteprima mostra solo l’inizio: il testo è troppo lungo."
        case .tooComplex: "L’anteprima mostra il testo senza formattazione, perché è troppo complessa: semplificarla."
        }
    }
}
