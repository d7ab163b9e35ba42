/// What went wrong on the way to App IO.
enum TransportFault {
    /// libcurl's words, such as `Timeout was reached (libcurl 28)`, in Italian. The number stays: it is what one looks up.
    static func inItalian(_ words: String) -> String {
        let parts = words.split(separator: " ").suffix(2)
        guard parts.count == 2, parts.first == "(libcurl", let number = parts.last.flatMap({ Int($0.dropLast()) }) else { return words }
        return "\(sentence(number)) (libcurl \(number))"
    }

    private static func sentence(_ number: Int) -> String {
        switch number {
        case 5, 6: "Il nome di App IO non è stato trovato"
        case 7: "App IO non accetta il collegamento"
        case 16, 92: "Il collegamento HTTP/2 si è interrotto"
        case 28: "App IO non ha risposto in tempo"
        case 35: "La cifratura con App IO non è riuscita"
        case 52: "App IO ha chiuso il collegamento senza rispondere"
        case 55, 65: "Il collegamento si è interrotto durante l’invio"
        case 56: "Il collegamento si è interrotto durante la risposta"
        case 60: "Il certificato di App IO non è valido"
        default: "Il collegamento con App IO non è riuscito"
        }
    }
}
