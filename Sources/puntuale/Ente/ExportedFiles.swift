import Domain
import Store

/// The names of the files of an exported tenant, and the two that speak of the others.
enum ExportedFiles {
    static let manifest = "manifest.json"
    static let readme = "LEGGIMI.txt"
    static let keys = "service_key.jsonl"

    /// `logo.png`, `logo.jpeg`, `logo.webp`.
    static func name(ofLogo mediaType: String) -> String { "logo." + mediaType.split(separator: "/").last! }
    static func isLogo(_ name: String) -> Bool { LogoImage.Format.allCases.contains { name == Self.name(ofLogo: $0.rawValue) } }

    static func name(of table: TenantTable) -> String { "\(table.name).jsonl" }

    static func manifestText(_ tenant: Tenant, _ files: [TenantManifest.File], hasKeys: Bool) -> String {
        let entries = files.map { file in
            "    " + JSON.object([
                ("name", .string(file.name)), ("rows", .number(file.rows)), ("bytes", .number(file.bytes)),
                ("sha256", .string(file.digest)),
            ]).description
        }
        return """
            {
              "format": \(TenantManifest.format),
              "schema": \(Schema.version),
              "tenant": \(JSON(tenant.id)),
              "code": \(JSON.string(tenant.code)),
              "name": \(JSON.string(tenant.name)),
              "service_keys": \(JSON.bool(hasKeys)),
              "files": [
            \(entries.joined(separator: ",\n"))
              ]
            }

            """
    }

    static func readmeText(_ tenant: Tenant, hasKeys: Bool) -> String {
        """
        \(tenant.name) (\(tenant.code)): tutto ciò che era suo in Puntuale.

        Ogni file .jsonl è una tabella: una riga di testo UTF-8 per ogni riga, ciascuna un oggetto JSON con i nomi delle colonne.
        Gli identificativi sono UUID, le date e le ore sono in UTC, gli importi in centesimi di euro, i contenuti in Markdown.
        manifest.json dice quante righe e quanti byte ha ogni file e la sua impronta SHA-256.
        Il logo, se c'è, è logo.png, logo.jpeg o logo.webp.

          tenant, tenant_contacts, tenant_logo, hostname   l'ente: nome, impostazioni, contatti, logo, nomi host
          person, person_service                           le persone, senza password e secondi fattori
          service                                          i servizi di App IO
          message_template, template_version, template_field  i modelli
          notification, attempt                            le notifiche e i tentativi di invio
          draft                                            le bozze
          audit                                            il registro delle operazioni
          audit_citizen                                    chi ha cercato un cittadino: impronte, che ritrova solo un host con lo
                                                           stesso web.secret_file

        Le chiavi di App IO: \(hasKeys
            ? "service_key.jsonl le ha sigillate per l'host indicato all'esportazione; nessun altro le apre."
            : "non ci sono. Sull'altro host si reinseriscono, servizio per servizio.")
        Non ci sono nemmeno: password (sull'altro host si reimpostano), sessioni, estrazioni Excel, conteggi del giorno,
        quote e massimi stabiliti da chi gestisce l'host, l'account di App IO di un altro ente con cui si inviava.

        Su un altro host della stessa versione: puntuale ente import QUESTA_DIRECTORY
        Ciò che attendeva di partire vi diventa «Esito incerto»: può essere partito dall'host di prima dopo l'esportazione, e una
        persona decide per ciascuna notifica. Così nulla si perde e nulla parte due volte. Per non averne, prima di esportare si
        lasciano partire tutte, o si annullano. Sull'host di prima l'ente non va più riattivato: si cancella.

        """
    }
}
