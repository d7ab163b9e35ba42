import Worker
@preconcurrency import Glibc

extension JournalRefusal {
    /// After a colon, for people.
    var reason: String {
        switch self {
        case .missing: "non c'è più"
        case .noFile: "non è ciò che un worker scrive, ma un collegamento o altro che non è un file"
        case .foreign: "è un file di altri, o ha un altro nome altrove"
        case .tooLarge: "è troppo grande"
        case .unreadable(let code): "non si può leggere (\(String(cString: strerror(code))))"
        }
    }
}
