import Text

extension FormCheck {
    /// Amount and notice number are given together or not at all; without them "Paga dopo la
    /// scadenza" means nothing.
    mutating func payment(_ form: NotificationForm, of service: ServiceID?) -> Payment? {
        let (typedAmount, typedNumber) = (form[.amount], form[.noticeNumber])
        let hasNumber = !typedNumber.trimmed().isEmpty
        let hasAmount = form.saysNoAmount ? (hasNumber || rules.payment.isRequired) && !typedAmount.trimmed().isEmpty : true
        guard hasAmount || hasNumber || rules.payment.isRequired else { return nil }

        let needsBoth = "indicarli entrambi oppure nessuno dei due."
        let amount = hasAmount ? amount(typedAmount, of: service) : error(.amount, "manca", rules.payment.isRequired
            ? "Il modello richiede il pagamento: indicare la somma."
            : "È indicato il numero avviso ma non la somma: \(needsBoth)")
        guard hasNumber || rules.payment.isRequired || !rules.payment.amountIsOfText else {
            if let amount { warnOfNoNumber(amount) }
            return nil
        }
        let number = hasNumber ? noticeNumber(typedNumber, amount) : error(.noticeNumber, "manca", rules.payment.isRequired
            ? "Il modello richiede il pagamento: indicare il numero avviso."
            : "È indicata la somma ma non il numero avviso: \(needsBoth)")
        guard let amount, let number else { return nil }
        return Payment(amount: amount, noticeNumber: number, payableAfterDueDate: !form[.payAfterDue].isEmpty)
    }

    private mutating func warnOfNoNumber(_ amount: Amount) {
        warn(.noticeNumber, "senza.\(amount.cents)", "Il modello indica la somma di \(amount.italian) € ma manca il numero avviso, "
            + "e il cittadino non potrà pagare dall’app: indicarlo.")
    }

    private mutating func amount(_ typed: String, of service: ServiceID?) -> Amount? {
        do {
            let amount = try Amount.parse(typed)
            guard let service, let maximum = rules.services[service]?.maximumAmount, amount > maximum else { return amount }
            guard maximum.cents > 0 else {
                return error(.amount, "pagamenti", "Il servizio scelto non è abilitato ai pagamenti: togliere somma e numero avviso "
                    + "oppure scegliere un altro servizio.")
            }
            return error(.amount, "massimo", "La somma di \(amount.italian) € supera il massimo del servizio, \(maximum.italian) €.")
        } catch {
            return self.error(.amount, "forma", error.sentence)
        }
    }

    /// - Parameter amount: what is to be paid, as far as it can be read.
    private mutating func noticeNumber(_ typed: String, _ amount: Amount?) -> NoticeNumber? {
        do {
            let notice = try ScannedNotice.parse(typed), number = notice.number
            if let amount, let scanned = notice.amount, scanned != amount {
                warn(.noticeNumber, "somma.\(scanned.cents).\(amount.cents)", "Il codice QR dell’avviso chiede \(scanned.italian) €, "
                    + "la somma scritta è \(amount.italian) €: correggerla.")
            }
            if number.hasValidCheckDigits == false {
                warn(.noticeNumber, "controllo.\(number.value)", "Le ultime due cifre del numero avviso non corrispondono alle altre: "
                    + "controllarlo.")
            }
            return number
        } catch {
            return self.error(.noticeNumber, "forma", error.sentence)
        }
    }
}
