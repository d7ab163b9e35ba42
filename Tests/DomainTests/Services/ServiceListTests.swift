import Domain
import Testing

@Suite struct ServiceListTests {
    private static let key = "0123456789abcdef0123456789abcdef"
    private static let head = "nome;id_servizio;chiave_primaria;chiave_secondaria;importo_massimo;riservato;ambiente\n"

    private static func list(_ text: String, existing: [ServiceDescription] = []) -> ServiceList {
        ServiceList(Array(text.utf8), existing: existing)
    }

    @Test func `each line becomes a service with its keys`() throws {
        let list = Self.list(Self.head + """
            Avviso TARI;01TARI;\(Self.key);\(Self.key.uppercased());1.000,00;sì;reale
            CIE;01CIE;\(Self.key);;;;
            """)
        #expect(list.faults.isEmpty && list.lines.count == 2)
        let (tari, cie) = (list.lines[0], list.lines[1])
        #expect(tari.description?.environment == .live && tari.description?.maximumAmount.cents == 100_000 && tari.keys.count == 2)
        #expect(tari.description?.requiresSecureChannels == true)
        #expect(cie.description?.environment == .trial && cie.description?.maximumAmount.cents == 0 && cie.keys.count == 1)
    }

    @Test func `columns come in any order and only three must be there`() {
        #expect(Self.list("chiave_primaria,Nome,ID_SERVIZIO\n\(Self.key),CIE,01CIE").faults.isEmpty)
    }

    @Test func `columns without a heading are none, unless something stands in them`() {
        let head = "nome;;id_servizio;chiave_primaria;;", line = "CIE;;01CIE;\(Self.key);;"
        #expect(Self.list("\(head)\n\(line)").faults.isEmpty)
        #expect(Self.list("\(head)\nCIE;resto;01CIE;\(Self.key);;").faults == ["Riga 2, ha più celle delle intestazioni."])
    }

    @Test(arguments: [
        ("PK\u{3}\u{4}resto", "salvarlo come CSV"),
        ("", "mancano le intestazioni"), ("nome;id_servizio\nCIE;01CIE", "chiave_primaria"), (head, "nessun servizio"),
        ("nome;id_servizio;chiave_primaria;colore\na;b;c;d", "intestazione ripetuta"),
        ("nome;id_servizio;chiave_primaria;nome\na;b;c;d", "intestazione ripetuta"),
        ("nome;id_servizio;chiave_primaria\n\"CIE;01CIE", "Riga 2: le virgolette"),
    ])
    func `a list that is none says why`(text: String, fault: String) {
        let list = Self.list(text)
        #expect(list.faults.count == 1 && list.faults[0].contains(fault))
    }

    @Test func `every fault of every line is told with its line and column, and no key`() {
        let list = Self.list(Self.head + """
            Giusto;01A;\(Self.key);;;;
            ;01B;segretissima;;molti;forse;vera
            "Su due
            righe";01C;\(Self.key);;;;
            Troppe;01D;\(Self.key);;;;;x

            """)
        let prefixes = list.faults.map { $0.prefix { $0 != ":" } }
        #expect(prefixes == ["Riga 3, nome", "Riga 3, chiave_primaria", "Riga 3, importo_massimo", "Riga 3, riservato", "Riga 3, ambiente",
                             "Riga 4, nome", "Riga 6, ha più celle delle intestazioni."])
        #expect(!list.faults.contains { $0.contains("segretissima") })
    }

    @Test func `a name or an id that is there already is told, in the list and in the ente`() {
        let there = ServiceDescription(name: "CIE", ioServiceID: "01CIE", environment: .trial, maximumAmount: Amount(cents: 0))
        let line = "\(Self.key);;;;"
        let list = Self.list(
            Self.head + "CIE;01A;\(line)\nAltro;01CIE;\(line)\nDoppio;01B;\(line)\nDoppio;01B;\(line)\nVivo;01CIE;\(Self.key);;;;reale\n",
            existing: [there])
        #expect(list.faults == [
            "Riga 2, nome: C’è già un servizio con questo nome nell’ente.",
            "Riga 3, id_servizio: C’è già un servizio con questo ID nell’ente, «CIE».",
            "Riga 5, nome: C’è già un servizio con questo nome alla riga 4.",
            "Riga 5, id_servizio: C’è già un servizio con questo ID alla riga 4.",
        ])
    }
}
