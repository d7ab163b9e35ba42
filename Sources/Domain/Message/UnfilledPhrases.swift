/// What stands where a day, an hour or a text is missing, and words beside which something is only named.
extension UnfilledText {
    static let dates = [
        "gg/mm/aaaa", "gg/mm/aa", "gg/mm/yyyy", "dd/mm/yyyy", "dd/mm/aaaa", "dd/mm/yy", "00/00/0000", "hh:mm", "hh/mm",
    ]
    static let phrases = [
        "lorem ipsum", "fare clic o toccare qui", "fare clic qui per immettere", "errore. il segnalibro non è definito",
        "errore. l'origine riferimento non è", "errore. l’origine riferimento non è",
    ]
    static let cellFaults = [
        "#N/D", "#N/A", "#RIF!", "#REF!", "#VALORE!", "#VALUE!", "#NOME?", "#NAME?", "#DIV/0!", "#NULLO!", "#NULL!", "#NUM!",
    ]
    static let ofScreens: Set<String> = [
        "campo", "campi", "casella", "voce", "pulsante", "tasto", "bottone", "sezione", "menu", "menù", "scheda", "riga", "colonna",
        "parola", "parole", "cliccare", "premere", "selezionare", "scegliere", "etichetta",
    ]
}
