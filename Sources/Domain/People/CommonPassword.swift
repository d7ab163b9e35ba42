import Text

/// Whether a password is one of those that guessers try first. A list of leaked ones holds almost none of twelve characters that is not
/// made in one of these ways.
enum CommonPassword {
    /// - Parameter names: what a guesser knows of the account.
    static func isOne(_ password: String, around names: [String]) -> Bool {
        let text = Array(password.lowercased())
        return Set(text).count < 5 || isRepeated(text) || isWalk(text) || isWords(password.lowercased(), names)
    }

    /// `parolaparola`: the same again.
    private static func isRepeated(_ text: [Character]) -> Bool {
        (1...text.count / 2).contains { period in
            text.indices.allSatisfy { $0 < period || text[$0] == text[$0 - period] }
        }
    }

    /// `123456789012`, `qwertyuiopas`, `aaaabbbbcccc`: most characters are those before them, or stand beside them on a keyboard or in the
    /// alphabet.
    private static func isWalk(_ text: [Character]) -> Bool {
        let steps = zip(text, text.dropFirst()).count { $0 == $1 || neighbours.contains("\($0)\($1)") }
        return steps * 4 >= (text.count - 1) * 3
    }

    private static let neighbours: Set<String> = {
        let rows = ["01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgbyhnujmikolp"]
        return Set(rows.flatMap { row in zip(row, row.dropFirst()).flatMap { ["\($0)\($1)", "\($1)\($0)"] } })
    }()

    /// `Password2026!`, `comune.di.roma`: of words that everybody thinks of, figures and signs, with hardly a letter of its own.
    private static func isWords(_ password: String, _ names: [String]) -> Bool {
        let known = names.flatMap { $0.lowercased().split { !$0.isLetter } }.filter { $0.count > 3 }.map(String.init)
        return [password, String(password.map { disguises[$0] ?? $0 })].contains { spelling in
            var left = spelling
            for word in (known + words).sorted(by: { $0.count > $1.count }) { left = left.replacing(word, with: " ") }
            return left != spelling && left.count { $0.isLetter } < 4
        }
    }

    private static let disguises: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
    ]

    /// Of four letters at least, so that they do not stand in others by chance.
    private static let words = """
        password passwort passw parola chiave segreta segreto accesso accedi entra login admin administrator amministratore utente \
        user guest ospite root system sistema server default changeme cambiami welcome benvenuto benvenuta prova test tester testing \
        pippo pluto paperino topolino minnie qwerty qwertz azerty asdf zxcv qaz wsx abcd iloveyou love amore tiamo amoremio ciao \
        salve buongiorno comune municipio ufficio uffici anagrafe protocollo tributi sindaco segreteria ente enti servizi servizio \
        operatore notifiche notifica appio pagopa italia italiano puntuale juventus juve inter milan roma napoli lazio torino \
        fiorentina forza viva magica gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre \
        lunedi martedi mercoledi giovedi venerdi sabato domenica primavera estate autunno inverno natale pasqua francesco francesca \
        alessandro alessandra andrea marco matteo luca giuseppe giovanni maria mario luigi anna giulia chiara martina valentina \
        antonio antonella roberto paolo paola stefano stefania simone davide federico federica daniele elena laura sara silvia monica \
        dragon monkey football baseball soccer calcio pallone master shadow superman batman michael princess sunshine starwars \
        pokemon computer internet windows microsoft google facebook samsung apple house casa mamma papa gatto cane bella bello stella \
        sole mare luna fiore angelo diavolo secret letmein trustno hello freedom whatever ninja mustang hunter killer jordan
        """.split(separator: " ").map(String.init)
}
