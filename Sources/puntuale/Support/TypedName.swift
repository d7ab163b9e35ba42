import Domain

/// A name for people to read: without the white space around it, not empty, in one line.
///
/// - Parameter limit: code points, as a VARCHAR counts them.
/// - Throws: `CommandError`.
func checkedName(_ typed: String, atMost limit: Int) throws -> String {
    var name = typed[...]
    while name.first?.isWhitespace == true { name.removeFirst() }
    while name.last?.isWhitespace == true { name.removeLast() }
    if let fault = String(name).fault(asNameUpTo: limit) { throw CommandError(fault) }
    return String(name)
}

/// The name by which a person logs in.
///
/// - Throws: `CommandError`.
func checkedUsername(_ typed: String) throws -> String {
    guard let username = Username(typed) else { throw CommandError(Username.fault) }
    return username.value
}
