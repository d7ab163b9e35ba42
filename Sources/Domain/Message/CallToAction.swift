import Text

/// A button below a message, a "call to action" in App IO's words.
package struct CallToAction: Sendable, Equatable {
    /// What the button says, on one line.
    package var text: String
    /// What the app does, in its own notation: `iohandledlink://https://…`, `ioit://…`.
    package var action: String

    package init(text: String, action: String) {
        self.text = text
        self.action = action
    }

    /// A button that opens an address which a person wrote: `https://…`, `tel:…`, `mailto:…`.
    package init(text: String, opening address: String) {
        self.init(text: text, action: Self.prefix + address)
    }

    /// What stands before an address that the telephone opens by itself.
    static let prefix = "iohandledlink://"

    /// The address as a person writes it: without the app's prefix.
    package var address: String {
        let trimmed = action.trimmed()
        return trimmed.lowercased().hasPrefix(Self.prefix) ? String(trimmed.dropFirst(Self.prefix.count)) : trimmed
    }

    /// Whether the app does anything when it is touched (io-app, `isCtaActionValid`).
    package var isSupported: Bool {
        let action = action.trimmed().lowercased()
        if action.hasPrefix("ioit://") || action.hasPrefix("iosso://") { return true }
        guard action.hasPrefix(Self.prefix), let colon = address.firstIndex(of: ":") else { return false }
        return ["https", "http", "mailto", "tel", "sms", "copy"].contains(address[..<colon].lowercased())
    }
}
