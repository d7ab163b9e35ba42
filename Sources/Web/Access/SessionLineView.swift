import Domain
import Secrets
import Store
import Template
import Text

/// One of a person's own sessions.
struct SessionLineView: View {
    var line: SessionLine
    var isThis: Bool

    static let fields: Fields<Self> = [
        "digest": .text { $0.line.digest.hexadecimal },
        "isThis": .flag { $0.isThis },
        "browser": .text { $0.line.place.browser.isEmpty ? "Browser sconosciuto" : $0.line.place.browser },
        "network": .text { $0.line.place.network },
        "openedAt": .text { $0.line.openedAt.italian },
        "seenAt": .text { $0.line.seenAt.italian },
    ]
}
