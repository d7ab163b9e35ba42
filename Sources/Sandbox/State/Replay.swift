extension Memory {
    /// Does again what a line of the journal says. A line about a service that is no longer in
    /// the services file has no effect, and what the books say (`fault`) is for who reads them.
    mutating func replay(_ line: JSON) {
        let service = line["service"]?.string ?? ""
        switch line["kind"]?.string {
        case "message":
            if let message = line["message"].flatMap(StoredMessage.init) { add(message) }
        case "clear":
            clearInbox(of: line["fiscal_code"]?.string)
        case "service":
            // A service that the file has got meanwhile is the file's.
            if let json = line["service"], let service = try? Service(json) { try? add(service) }
        case "key":
            if let key = line["key"]?.string { replaceKey(of: service, isPrimary: line["primary"]?.bool == true, by: key) }
        case "trouble":
            if let trouble = line["trouble"] { set(Trouble(trouble), of: service) }
        default: break
        }
    }
}
