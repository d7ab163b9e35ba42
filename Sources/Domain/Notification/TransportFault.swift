/// What went wrong on the way to App IO, by libcurl's number for it.
package enum TransportFault {
    /// In Italian, with the number: it is what one looks up.
    package static func sentence(_ curlCode: Int) -> String { "\(meaning(curlCode)) (libcurl \(curlCode))" }

    /// The same for a log, in one word.
    package static func kind(_ curlCode: Int) -> String {
        switch curlCode {
        case 5, 6: "dns"
        case 7: "connect"
        case 97: "proxy"
        case 16, 92: "http2"
        case 28: "timeout"
        case 18, 52, 55, 56, 65: "cut_off"
        case 35, 58, 59, 64, 66, 80, 83: "tls"
        case 51, 60, 77, 82, 90, 91: "certificate"
        default: "transport"
        }
    }

    /// In Italian, without it.
    package static func meaning(_ curlCode: Int) -> String {
        switch curlCode {
        case 5: "Il nome del proxy non è stato trovato"
        case 6: "Il nome di App IO non è stato trovato"
        case 7: "App IO non accetta il collegamento"
        case 97: "Il proxy non ha collegato ad App IO"
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
