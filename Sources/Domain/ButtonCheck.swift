extension FormCheck {
    /// Those of the buttons that are right; what is wrong with the others is noted beside their fields. A second button
    /// without a first is the first: App IO knows no other.
    mutating func buttons(_ typed: [TypedButton]) -> [CallToAction] {
        var found: [CallToAction] = []
        for (button, fields) in zip(typed, FormField.buttons) {
            do {
                if let button = try button.read() { found.append(button) }
            } catch {
                let _: CallToAction? = self.error(error.isOfText ? fields.text : fields.address, "pulsante", error.sentence)
            }
        }
        return found
    }
}
