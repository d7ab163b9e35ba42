import Domain
import Template

extension RouteTable {
    /// Every address of the pages of tenants.
    static func ofTenants(_ shared: SharedPages, _ library: Library) throws(TemplateError) -> RouteTable {
        let today = try TodayPage(library)
        let archive = try ArchivePage(library)
        let archivePrint = try ArchivePrintPage(library)
        let several = try SeveralPage(library, archive)
        let worklist = try WorklistPage(library)
        let contact = try ContactPage(library)
        let progress = try ProgressPage(library)
        let drafts = try DraftsPage(library)
        let detail = try DetailPage(library)
        let proof = try ProofPage(library)
        let proofCheck = try ProofCheckPage(library)
        let serviceSearch = try ServiceSearchPage(library)
        let export = try ExportPage(library)
        let services = try ServicesPage(library)
        let servicesImport = try ServicesImportPage(library)
        let messageTemplates = try MessageTemplatesPage(library)
        let settings = try SettingsPage(library)
        let mailAlerts = try MailAlertsPage(library)
        let guide = try GuidePage(library)
        let privacy = try PrivacyPage(library)
        let accessibility = try AccessibilityPage(library)
        let logo = LogoPage()
        return RouteTable(Setting.allCases.map { .get($0.address, .administrator, settings.form($0)) } + [
            .get("/", .anyone) { $0.redirect(to: $0.site.home) },
            .get("/entra", .anyone, shared.login.show),
            .post("/entra", .anyone, while: .activeOrReadOnly, shared.login.enter),
            .get("/invito", .anyone, shared.invitation.show),
            .post("/invito", .anyone, while: .activeOrReadOnly, shared.invitation.accept),
            .get("/logo", .anyone, logo.show),
            .get("/privacy", .always, privacy.show),
            .get("/accessibilita", .always, accessibility.show),
            .get("/.well-known/security.txt", .always, shared.securityText.show),
            .post("/esci", .entering, while: .activeOrReadOnly, shared.login.leave),
            .get("/guida", .viewer, guide.show),
            .get("/profilo", .viewer, shared.profile.show),
            .post("/profilo/password", .viewer, while: .activeOrReadOnly, shared.profile.changePassword),
            .post("/profilo/tasti", .viewer, while: .activeOrReadOnly, shared.profile.setShortcuts),
            .post("/profilo/cambiamenti", .viewer, while: .activeOrReadOnly, shared.profile.noteChangesKnown),
            .post("/profilo/sessioni", .viewer, while: .activeOrReadOnly, shared.profile.endSession),
            .post("/profilo/sessioni/altre", .viewer, while: .activeOrReadOnly, shared.profile.endOtherSessions),
            .get("/profilo/secondo-fattore", .entering, shared.secondFactor.show),
            .post("/profilo/secondo-fattore", .entering, while: .activeOrReadOnly, shared.secondFactor.activate),
            .post("/profilo/secondo-fattore/codici", .viewer, while: .activeOrReadOnly, shared.secondFactor.replaceCodes),
            .post("/profilo/secondo-fattore/rimozione", .viewer, while: .activeOrReadOnly, shared.secondFactor.remove),

            .get("/oggi", .viewer, today.show),
            .get("/notifiche", .viewer, archive.show,
                  identifiers: ["servizio": .service, "operatore": .person, "modello": .template, "seguita": .person, "uuid": .notification,
                                "prima": .place, "dopo": .place]),
            .get(ArchivePrintPage.address, .viewer, archivePrint.show,
                  identifiers: ["servizio": .service, "operatore": .person, "modello": .template, "seguita": .person, "uuid": .notification,
                                "prima": .place, "dopo": .place]),
            .post("/notifiche", .viewer, while: .activeOrReadOnly, archive.search,
                  identifiers: ["servizio": .service, "operatore": .person, "modello": .template, "seguita": .person,
                                "uuid": .notification, "cerca": .notification]),
            .get(ProgressPage.address, .viewer, progress.show, identifiers: ["uuid": .notification]),
            .post("/notifiche/insieme", .operator, while: .active, several.look,
                  identifiers: ["scelta": .notification, "pagina": .notification, "servizio": .service, "operatore": .person,
                                "modello": .template, "seguita": .person, "uuid": .notification]),
            .post("/notifiche/insieme/conferma", .operator, while: .active, several.decide,
                  identifiers: ["righe": .notification, "servizio": .service, "operatore": .person, "modello": .template,
                                "seguita": .person, "uuid": .notification]),
            .get("/notifiche/nuova", .operator, shared.compose.show,
                  identifiers: ["da": .notification, "da": .draft]),
            .post("/notifiche/nuova", .operator, while: .activeOrReadOnly, shared.compose.submit,
                  identifiers: ["servizio": .service, "scegli": .service, "modello": .template, "modello_in_uso": .template,
                                "errata": .notification, "copia_di": .notification, "_chiave": .form],
                  expired: shared.compose.expired),
            .get("/notifiche/bozze", .operator, drafts.show),
            .post("/notifiche/bozze/{id}/elimina", .operator, while: .activeOrReadOnly, drafts.delete),
            .get("/notifiche/{id}", .viewer, detail.show),
            .get("/notifiche/{id}/prova", .viewer, proof.show),
            .get("/prova", .viewer, proofCheck.show),
            .post("/prova", .viewer, while: .activeOrReadOnly, proofCheck.check),
            .post("/notifiche/{id}/verifica", .viewer, while: .activeOrReadOnly, detail.verify),
            .post("/notifiche/{id}/ritenta", .operator, while: .active, detail.retry),
            .post("/notifiche/{id}/annulla", .operator, while: .active, detail.cancel),
            .post("/notifiche/{id}/invio", .operator, while: .active, detail.move, expired: detail.moveAgain),
            .post("/notifiche/{id}/ora", .operator, while: .active, detail.sendNow),
            .post("/notifiche/{id}/risolvi", .operator, while: .active, detail.resolve),

            .get("/seguire", .viewer, worklist.show, identifiers: ["servizio": .service]),
            .post("/seguire/carico", .operator, while: .active, worklist.take,
                  identifiers: ["scelta": .followed, "sola": .followed, "servizio": .service]),
            .post("/seguire/rilascio", .operator, while: .active, worklist.giveBack,
                  identifiers: ["scelta": .followed, "sola": .followed, "servizio": .service]),
            .get("/seguire/contatto", .operator, contact.show, identifiers: ["uuid": .followed]),
            .post("/seguire/contatto", .operator, while: .active, contact.choose,
                  identifiers: ["scelta": .followed, "servizio": .service]),
            .post("/seguire/contatto/conferma", .operator, while: .active, contact.save,
                  identifiers: ["scelta": .followed, "servizio": .service, "_chiave": .form], expired: contact.again),

            .get("/servizi/cerca", .operator, serviceSearch.show),
            .post("/esportazioni", .viewer, while: .activeOrReadOnly, export.ask,
                  identifiers: ["servizio": .service, "operatore": .person, "modello": .template, "seguita": .person,
                                "uuid": .notification]),
            .get("/esportazioni", .viewer, export.showAll),
            .get("/esportazioni/{id}", .viewer, export.show),
            .post("/esportazioni/{id}/annulla", .viewer, while: .activeOrReadOnly, export.cancel),
            .get("/esportazioni/{id}/file", .viewer, export.file),

            .get("/servizi", .administrator, services.list),
            .get("/servizi/nuovo", .administrator, services.new),
            .post("/servizi/nuovo", .administrator, while: .active, services.add),
            .get("/servizi/importa", .administrator, servicesImport.show),
            .post("/servizi/importa", .administrator, while: .active, servicesImport.look),
            .post("/servizi/importa/conferma", .administrator, while: .active, servicesImport.add),
            .get("/servizi/{id}", .administrator, services.show, identifiers: ["prova": .ask]),
            .post("/servizi/{id}/dati", .administrator, while: .active, services.save),
            .post("/servizi/{id}/chiavi", .administrator, while: .active, services.replaceKey),
            .post("/servizi/{id}/chiavi/prova", .administrator, while: .active, services.testKey),
            .post("/servizi/{id}/chiavi/nuova-prova", .administrator, while: .active, services.retryKey),
            .post("/servizi/{id}/chiavi/scarto", .administrator, while: .active, services.discardKey),
            .post("/servizi/{id}/sospensione", .administrator, while: .active, services.pause),
            .post("/servizi/{id}/ripresa", .administrator, while: .active, services.resume),
            .post("/servizi/{id}/massimo", .administrator, while: .active, services.saveCeiling),
            .post("/servizi/{id}/disattivazione", .administrator, while: .active, services.disable),
            .post("/servizi/{id}/riattivazione", .administrator, while: .active, services.enable),
            .get("/modelli", .administrator, messageTemplates.list),
            .get("/modelli/nuovo", .administrator, messageTemplates.new),
            .post("/modelli/nuovo", .administrator, while: .active, messageTemplates.add, identifiers: ["servizio": .service],
                  expired: messageTemplates.newAgain),
            .post("/modelli/nuovo/anteprima", .administrator, while: .active, messageTemplates.previewNew,
                  identifiers: ["servizio": .service], expired: messageTemplates.newAgain),
            .get("/modelli/{id}", .administrator, messageTemplates.show),
            .post("/modelli/{id}/dati", .administrator, while: .active, messageTemplates.save, expired: messageTemplates.again),
            .post("/modelli/{id}/anteprima", .administrator, while: .active, messageTemplates.preview, expired: messageTemplates.again),
            .post("/modelli/{id}/ritiro", .administrator, while: .active, messageTemplates.withdraw),
            .post("/modelli/{id}/ripristino", .administrator, while: .active, messageTemplates.restore),
            .get("/utenti", .administrator, shared.people.list),
            .post("/utenti", .administrator, while: .activeOrReadOnly, shared.people.add, identifiers: ["servizio": .service]),
            .get("/utenti/{id}", .administrator, shared.person.show),
            .post("/utenti/{id}/dati", .administrator, while: .activeOrReadOnly, shared.person.save, identifiers: ["servizio": .service]),
            .post("/utenti/{id}/invito", .administrator, while: .activeOrReadOnly, shared.person.invite),
            .post("/utenti/{id}/secondo-fattore/rimozione", .administrator, while: .activeOrReadOnly, shared.person.removeSecondFactor),
            .post("/utenti/{id}/sessioni/chiusura", .administrator, while: .activeOrReadOnly, shared.person.endSessions),
            .post("/utenti/{id}/disattivazione", .administrator, while: .activeOrReadOnly, shared.person.disable),
            .post("/utenti/{id}/riattivazione", .administrator, while: .activeOrReadOnly, shared.person.enable),
            .get("/registro", .administrator, shared.audit.show,
                  identifiers: ["su": .notification, "persona": .person, "prima": .place, "altre": .place]),
            .post("/registro", .administrator, while: .activeOrReadOnly, shared.audit.search,
                  identifiers: ["su": .notification, "persona": .person]),
            .post("/registro/esportazione", .administrator, while: .activeOrReadOnly, shared.audit.export,
                  identifiers: ["su": .notification, "persona": .person]),
            .get("/impostazioni", .administrator, settings.show),
            .post("/impostazioni/nome", .administrator, while: .active, settings.saveName, expired: settings.again(.name)),
            .post("/impostazioni/logo", .administrator, while: .active, settings.saveLogo),
            .post("/impostazioni/logo/rimozione", .administrator, while: .active, settings.removeLogo),
            .post("/impostazioni/invio", .administrator, while: .active, settings.saveCompose, expired: settings.again(.compose)),
            .post("/impostazioni/orario", .administrator, while: .active, settings.saveHours, expired: settings.again(.hours)),
            .post("/impostazioni/accesso", .administrator, while: .active, settings.saveAccess, expired: settings.again(.access)),
            .post("/impostazioni/sospensione", .administrator, while: .active, settings.pause),
            .post("/impostazioni/ripresa", .administrator, while: .active, settings.resume),
            .post("/impostazioni/massimo", .administrator, while: .active, settings.saveCeiling, expired: settings.again(.ceiling)),
            .post("/impostazioni/privacy", .administrator, while: .active, settings.savePrivacy, expired: settings.again(.privacy)),
            .post("/impostazioni/accessibilita", .administrator, while: .active, settings.saveAccessibility,
                  expired: settings.again(.accessibility)),
            .get("/impostazioni/avvisi", .administrator, mailAlerts.show),
            .post("/impostazioni/avvisi", .administrator, while: .active, mailAlerts.save, expired: mailAlerts.again),
            .post("/impostazioni/conservazione", .administrator, while: .active, settings.saveRetention,
                  expired: settings.again(.retention)),
        ])
    }
}
