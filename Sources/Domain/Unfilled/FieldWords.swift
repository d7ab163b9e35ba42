import Text

/// Whether words in brackets of some kind name something that was to be put there: `Nome`, `CODICE FISCALE`, `Nome_Cognome`,
/// `inserire data`.
///
/// A quotation in guillemets, a note in square brackets and a tag of HTML are none of these, and must raise no alarm.
struct FieldWords {
    enum Brackets {
        /// `«Nome»`, as Word's mail merge shows it; quotations stand in them too.
        case guillemets
        /// `<nome>`, `<<Nome>>`.
        case angles
        /// `[NOME]`. At the beginning of a line it may be a tag: `[TARI 2026] Seconda rata`.
        case square(beginsLine: Bool)
    }

    private let words: [String]
    private let hasUnderscore: Bool
    private let hasDigit: Bool
    private let isInCapitals: Bool
    private let beginsWithCapital: Bool

    init(_ inner: ArraySlice<Unicode.Scalar>) {
        var words: [String] = [], word = ""
        var wasLower = false, letters = 0, lower = 0
        for scalar in inner {
            let properties = scalar.properties
            if properties.isAlphabetic {
                // NomeCognome is two words.
                if wasLower, properties.isUppercase, !word.isEmpty { words.append(word); word = "" }
                word += properties.lowercaseMapping
                letters += 1
                lower += properties.isLowercase ? 1 : 0
                wasLower = properties.isLowercase
            } else {
                if !word.isEmpty { words.append(word); word = "" }
                wasLower = false
            }
        }
        if !word.isEmpty { words.append(word) }
        self.words = words.map(Self.folded)
        beginsWithCapital = inner.first { $0.properties.isAlphabetic }?.properties.isUppercase == true
        isInCapitals = letters > 2 && lower == 0
        hasDigit = inner.contains(where: \.isDigit)
        hasUnderscore = inner.contains("_") && !inner.contains { $0.properties.isWhitespace } && !words.isEmpty
    }

    func name(in brackets: Brackets) -> Bool {
        guard let first = words.first, words.count <= 8 else { return false }
        if hasUnderscore { return true }
        if case .guillemets = brackets, !beginsWithCapital, !Self.neverQuoted.contains(first) { return false }
        let isTag = if case .square(let beginsLine) = brackets { beginsLine && isInCapitals } else { false }
        let certain = isTag ? Self.certain.subtracting(Self.tags) : Self.certain
        if words.contains(where: certain.contains), isOfKnownWords { return true }
        switch brackets {
        case .guillemets: return false
        case .angles: if isAsking { return true }
        case .square(let beginsLine):
            if isAsking { return true }
            // In the midst of a sentence `[ora]` is no heading.
            let mayBeHeading = beginsLine && beginsWithCapital || hasDigit || words.allSatisfy(Self.joining.contains)
            if isOfKnownWords, !mayBeHeading { return true }
        }
        guard isInCapitals, !isTag else { return false }
        // `[GDPR]`, `<CUP>`
        if words.count == 1, first.count < 6, !Self.known.contains(first) { return false }
        if case .angles = brackets { return words.count > 1 || !Self.html.contains(first) }
        return !words.allSatisfy(Self.noFields.contains)
    }

    private var isOfKnownWords: Bool {
        words.allSatisfy(Self.known.contains) && words.first.map { !Self.articles.contains($0) } ?? false
    }

    private var isAsking: Bool {
        guard let first = words.first else { return false }
        return Self.asking.contains(first) || first == "da" && words.count > 1 && Self.asking.contains(words[1])
    }

    /// Whether one of the words is what a field would be called.
    var hasNameOfField: Bool {
        if isAsking { return true }
        return words.first.map { !Self.articles.contains($0) } == true
            && words.contains { Self.known.contains($0) && !Self.joining.contains($0) }
    }

    /// `inserire qui la data`: asked of whoever writes, not of who reads.
    var asksForField: Bool {
        guard let first = words.first, first == "inserire" || first == "inserisci", words.count > 1 else { return false }
        return words.dropFirst().allSatisfy { Self.known.contains($0) || Self.articles.contains($0) || $0 == "qui" }
    }

    private static func folded(_ word: String) -> String {
        String(word.map { ["à": "a", "è": "e", "é": "e", "ì": "i", "ò": "o", "ù": "u"][$0] ?? $0 })
    }

    /// What stands in messages only to be replaced.
    private static let certain: Set<String> = [
        "nome", "cognome", "nominativo", "denominazione", "importo", "somma", "totale", "data", "scadenza", "indirizzo", "codice",
        "fiscale", "cf", "codicefiscale", "iban", "telefono", "cellulare", "email", "mail", "pec", "numero", "protocollo", "causale",
        "destinatario", "intestatario", "richiedente", "residenza", "nascita", "targa", "cap", "matricola", "valore", "campo", "iuv",
        "nomecognome", "sig", "todo",
    ]
    /// What makes a name of a field beside one of the others.
    private static let known: Set<String> = certain.union(joining).union([
        "ragione", "sociale", "giorno", "mese", "anno", "ora", "ore", "luogo", "via", "civico", "comune", "citta", "provincia", "pratica",
        "avviso", "verbale", "ufficio", "servizio", "oggetto", "testo", "titolo", "descrizione", "periodo", "rata", "mittente",
        "cittadino", "utente", "contribuente", "sottoscritto", "firma", "responsabile", "sede", "sportello", "orario", "link", "url",
        "sito", "documento", "tipo", "tributo", "classe", "scuola", "alunno", "minore", "figlio", "studente", "ente", "sindaco",
        "dirigente", "quota", "tariffa", "saldo", "acconto", "inizio", "fine", "pagamento", "appuntamento", "euro", "rilascio",
        "emissione", "completo", "completa", "ra", "egr", "spett", "gent", "mergefield",
    ])
    private static let joining: Set<String> = [
        "e", "o", "di", "del", "della", "dell", "dei", "delle", "degli", "da", "al", "a", "n", "nr", "per", "il", "la", "lo", "gli", "le",
    ]
    private static let articles: Set<String> = ["il", "la", "lo", "gli", "le", "l", "un", "una", "a", "al", "per", "e", "o"]
    private static let asking: Set<String> = [
        "inserire", "inserisci", "indicare", "indica", "scrivere", "scrivi", "completare", "completa", "compilare", "compila",
        "specificare", "digitare", "digita", "aggiungere", "sostituire", "riportare", "definire", "precisare", "immettere",
    ]
    /// Nobody quotes these in small letters.
    private static let neverQuoted: Set<String> = ["nome", "cognome", "importo", "indirizzo", "iban", "scadenza", "codicefiscale"]
    /// They begin an oggetto too: `[SCADENZA] Carta d’identità`.
    private static let tags: Set<String> = ["scadenza", "protocollo", "pec", "mail", "email", "data"]
    /// Capitals in square brackets that are not to be replaced.
    private static let noFields: Set<String> = joining.union([
        "omissis", "sic", "ndr", "r", "bozza", "urgente", "importante", "imu", "tari", "tasi", "isee", "spid", "cie", "pec", "pdf",
        "suap", "sue", "anpr", "inps", "inail", "iban", "io", "pagopa", "cup", "cig", "tosap", "cosap", "ue", "pnrr", "pagato",
        "annullato", "nuovo",
    ])
    private static let html: Set<String> = [
        "div", "span", "table", "strong", "font", "center", "html", "body", "head", "small", "big", "sub", "sup", "img", "pre", "code",
        "script", "style", "form", "input", "label", "title", "link", "meta", "iframe", "section", "article", "tbody", "thead",
    ]
}
