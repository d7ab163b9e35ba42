import Domain
import Testing
import TestSupport

struct ScannedNoticeTests {
    private static let number = "301011100007347557"

    // MARK: - In print

    @Test(arguments: [
        "3010 1110 0007 3475 57", "3010-1110-0007-3475-57", "3010–1110–0007–3475–57", "301.011.100.007.347.557",
        "Codice avviso 3010 1110 0007 3475 57", "CODICE AVVISO: 301011100007347557", "Numero avviso 3010 1110 0007 3475 57",
        "N. avviso 301011100007347557", "n° 301011100007347557", "Codice avviso pagoPA: 301011100007347557",
        "\u{FEFF}3010\u{A0}1110\u{202F}0007 3475 57\r\n",
    ])
    func `a number is read as notices print it`(_ typed: String) throws {
        #expect(try ScannedNotice.parse(typed).number.value == Self.number && ScannedNotice.parse(typed).amount == nil)
    }

    @Test(arguments: [
        ("30000000000000000O", "caratteri che non sono cifre: al posto 18 c’è la lettera O, forse è la cifra 0."),
        ("3O1011100007347557", "al posto 2 c’è la lettera O, forse è la cifra 0."),
        ("30I011100007347557", "al posto 3 c’è la lettera I, forse è la cifra 1."),
        ("30101110000734755X", "caratteri che non sono cifre: scrivere solo le 18 cifre."), ("3,01E+17", "scrivere solo le 18 cifre."),
        ("Codice avviso", "non sono cifre"), ("A0100190750100130101110000FQTL", "non sono cifre"),
        ("Codice avviso 30101110000734755", "ha 17 cifre: ne servono 18"), ("4010 1110 0007 3475 57", "cominciare con 0, 1, 2 o 3"),
    ])
    func `a number with a fault is refused with what to look at`(_ typed: String, _ words: String) {
        #expect(Self.sentence(typed).contains(words), "\(Self.sentence(typed))")
    }

    // MARK: - The QR code

    @Test(arguments: [
        "PAGOPA|002|301011100007347557|00907501001|12050", " pagopa|002|301011100007347557|00907501001|12050\r\n",
        "PAGOPA§002§301011100007347557§00907501001§12050", "PAGOPA|002|301011100007347557|00907501001|0000012050",
    ])
    func `the QR code gives number and sum`(_ typed: String) throws {
        let notice = try ScannedNotice.parse(typed)
        #expect(notice.number.value == Self.number && notice.amount == Amount(cents: 12_050))
    }

    @Test(arguments: [
        ("PAGOPA|002|301011100007347557|00907501001", "letto per intero"), ("PAGOPA|002|3010111000", "letto per intero"),
        ("PAGOPA|", "letto per intero"), ("PAGOPA|002|301011100007347557|00907501001|12050|x", "letto per intero"),
        ("PAGOPA|002||00907501001|12050", "letto per intero"),
        ("PAGOPA|002|301011100007347557|00907501001|12050PAGOPA|002|301011100007347557|00907501001|12050", "letto più volte"),
        ("PAGOPA|003|301011100007347557|00907501001|12050", "versione nota"),
        ("PAGOPA|002|30101110000734755|00907501001|12050", "il numero avviso non è di 18 cifre"),
        ("PAGOPA|002|901011100007347557|00907501001|12050", "il numero avviso non è di 18 cifre"),
        ("PAGOPA|002|301011100007347557|0090750100|12050", "codice fiscale dell’ente"),
        ("PAGOPA|002|301011100007347557|00907501001|120,50", "la somma non è un importo in centesimi"),
        ("PAGOPA|002|301011100007347557|00907501001|0", "la somma non è un importo in centesimi"),
        ("PAGOPA|002|301011100007347557|00907501001|99999999999", "la somma non è un importo in centesimi"),
        ("codfase=NBPA;183010111000073475571200000001234510000001205038961P100907501001", "bollettino postale"),
        ("https://www.comune.example.it/tari", "l’indirizzo di una pagina"),
    ])
    func `a code that is none has a sentence of its own`(_ typed: String, _ words: String) {
        #expect(Self.sentence(typed).contains(words), "\(Self.sentence(typed))")
    }

    @Test func `every fault of a code says something else`() {
        let sentences = NoticeNumberFault.CodeFault.allCases.map { NoticeNumberFault.code($0).sentence }
        #expect(Set(sentences).count == sentences.count && sentences.allSatisfy { $0.hasSuffix(".") && $0.contains("cifre") })
    }

    // MARK: - Into the form

    private static let code = "PAGOPA|002|301011100007347557|00907501001|12050"

    @Test(arguments: ["", "0,00", "120,50", "€ 120,5"])
    func `number and sum of a code fill the form`(_ typed: String) {
        var form = NotificationForm([.amount: typed, .noticeNumber: Self.code])
        form.takeUpScannedNotice()
        #expect(form[.noticeNumber] == Self.number && (try? Amount.parse(form[.amount])) == Amount(cents: 12_050))
    }

    @Test(arguments: ["12,00", "dodici"])
    func `a sum that was typed and is another stays, and the code too`(_ typed: String) {
        var form = NotificationForm([.amount: typed, .noticeNumber: Self.code])
        form.takeUpScannedNotice()
        #expect(form[.noticeNumber] == Self.code && form[.amount] == typed)
    }

    @Test func `whatever is read, it is a number of 18 digits or a sentence`() {
        var chance = Chance()
        for _ in 0..<3_000 {
            let parts = ["PAGOPA", "002", Self.number, "00907501001", "12050", "|", "|", "Codice avviso", "\n", chance.text(upTo: 6)]
            let typed = (0..<Int.random(in: 1...9, using: &chance)).map { _ in parts.randomElement(using: &chance)! }.joined()
            if let notice = try? ScannedNotice.parse(typed) {
                let digits = notice.number.value.utf8
                #expect(digits.count == 18 && digits.allSatisfy { (0x30...0x39).contains($0) }, "\(chance)")
            } else {
                #expect(!Self.sentence(typed).isEmpty, "\(chance)")
            }
        }
    }

    private static func sentence(_ typed: String) -> String {
        do { return "\(try ScannedNotice.parse(typed))" } catch { return error.sentence }
    }
}
