extension FormCheck {
    /// Those of the buttons that are right; what is wrong with the others is noted beside their fields. A second button
    /// without a first is the first: App IO knows no other.
    mutating func buttons(_ typed: [TypedButton]) -> [CallToAction] {
        var found: [CallToAction] = []
        for (number, (button, fields)) in zip(1..., zip(typed, FormField.buttons)) {
            for fault in button.faults {
                let _: CallToAction? = error(fault.isOfText ? fields.text : fields.address, "forma", fault.sentence(ofButton: number))
            }
            if let button = try? button.read() { found.append(button) }
        }
        return found
    }
}
