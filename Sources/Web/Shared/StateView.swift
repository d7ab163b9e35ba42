import Domain
import Template

/// The badge of a state: always a word, never a colour alone.
struct StateView: View {
    var state: NotificationState

    static let fields: Fields<Self> = [
        "key": .text { $0.state.rawValue },
        "label": .text { $0.state.label },
        "meaning": .text { $0.state.meaning },
        "tone": .text { $0.tone },
        "isMoving": .flag { $0.state.isMoving },
    ]

    /// Bootstrap's name of the colour.
    private var tone: String {
        switch state {
        case .processed: "success"
        case .accepted, .sending, .assumed: "primary"
        case .scheduled, .queued, .cancelled: "secondary"
        case .uncertain, .undetermined, .unreachable: "warning"
        case .rejected, .failed, .refused: "danger"
        }
    }
}
