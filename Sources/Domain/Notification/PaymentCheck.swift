import Text

extension FormCheck {
    /// Amount and notice number are given together or not at all; without them "Paga dopo la
    /// scadenza" means nothing.
    mutating func payment(_ form: NotificationForm, of service: ServiceID?) -> Payment? {
        let (typedAmount, typedNumber) = (form[.amount], form[.noticeNumber])
        let hasNumber = !typedNumber.trimmed().isEmpty
        // The guide's own page shows "0,00" where there is nothing to pay.
        let isNothing = typedAmount.allSatisfy { "0,. €".contains($0) || $0.isWhitespace }
        let hasAmount = isNothing ? hasNumber && !typedAmount.trimmed().isEmpty : true
        guard hasAmount || hasNumber else { return nil }

        let amount = hasAmount ? amount(typedAmount, of: service) : error(
            .amount, "manca", "È indicato il numero avviso ma non la somma: indicarli entrambi oppure nessuno dei due.")
        let number = hasNumber ? noticeNumber(typedNumber) : error(
            .noticeNumber, "manca", "È indicata la somma ma non il numero avviso: indicarli entrambi oppure nessuno dei due.")
        guard let amount, let number else { return nil }
        return Payment(amount: amount, noticeNumber: number, payableAfterDueDate: !form[.payAfterDue].isEmpty)
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

    private mutating func noticeNumber(_ typed: String) -> NoticeNumber? {
        do {
            let number = try NoticeNumber.parse(typed)
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
