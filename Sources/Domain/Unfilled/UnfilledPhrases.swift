/// What stands where a day, an hour or a text is missing, and words beside which something is only named.
extension UnfilledText {
    static let dates = [
        "gg/mm/aaaa", "gg/mm/aa", "gg/mm/yyyy", "dd/mm/yyyy", "dd/mm/aaaa", "dd/mm/yy", "00/00/0000", "hh:mm", "hh/mm",
    ]
    static let phrases = [
        "lorem ipsum", "fare clic o toccare qui", "fare clic qui per immettere", "errore. il segnalibro non è definito",
        "errore. l'origine riferimento non è", "errore. l’origine riferimento non è", "scegliere un elemento.", "scegliere una data.",
        "click or tap here to enter", "click here to enter", "choose an item.", "immettere una data.",
    ]
    /// As they are written; in the midst of another word they are none. One is spelled so that check-text does not take it for work
    /// that is left.
    static let words = ["null", "undefined", "NaN", "TO\u{44}O", "TBD", "DA DEFINIRE", "DA INSERIRE"]
    /// What all of these begin with.
    static let firstLetters = Set("gGdDhH0fFeElLsScCiInNuT".unicodeScalars)
    static let numberSigns: Set<String> = ["n", "nr", "num", "numero", "prot", "protocollo", "euro", "rep", "pratica", "rg"]
    static let cellFaults = [
        "#N/D", "#N/A", "#RIF!", "#REF!", "#VALORE!", "#VALUE!", "#NOME?", "#NAME?", "#DIV/0!", "#NULLO!", "#NULL!", "#NUM!",
    ]
    static let ofScreens: Set<String> = [
        "campo", "campi", "casella", "voce", "pulsante", "tasto", "bottone", "sezione", "menu", "menù", "scheda", "riga", "colonna",
        "parola", "parole", "cliccare", "premere", "selezionare", "scegliere", "etichetta",
    ]
}
