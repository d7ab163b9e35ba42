import Store
import Template

/// The logo in the header.
struct LogoView: View {
    var logo: Logo

    static let fields: Fields<Self> = [
        "address": .text { "/logo?v=\($0.logo.digest)" },
        // So that nothing moves when it comes.
        "width": .text { String($0.logo.width) },
        "height": .text { String($0.logo.height) },
    ]
}
