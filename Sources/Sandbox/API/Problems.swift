import FastCGI

/// App IO's refusals, word by word.
extension Response {
    static var missingKey: Response {
        gateway(401, "Access denied due to missing subscription key. "
            + "Make sure to include subscription key when making requests to an API.")
    }
    static var invalidKey: Response {
        gateway(401, "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.")
    }
    static var unknownPath: Response { gateway(404, "Resource not found") }

    static var noScope: Response {
        problem(403, "User has no valid scopes", "You are not part of any valid scope, "
            + "you should ask the administrator to give you the required permissions.")
    }
    /// For an unknown service and for a foreign address alike.
    static var noPermission: Response {
        notAllowed("You do not have enough permission to complete the operation you requested")
    }
    static func notAllowed(_ detail: String) -> Response { problem(403, "You are not allowed here", detail) }
    static var notYourMessage: Response {
        notAllowed("You are not allowed to read this message, you can only read messages that you have sent")
    }
    static var recipientForbidden: Response {
        problem(403, "Recipient forbidden", "You are not allowed to issue requests for the recipient.")
    }
    static var productionForbidden: Response {
        problem(403, "Production call forbidden", "You are not allowed to issue production calls at this time.")
    }
    static var noConfiguration: Response {
        problem(403, "No configuration id for remote content",
                "You did not send any configuration id for your remote content in third_party_data")
    }
    static var attachmentsForbidden: Response {
        problem(403, "Attachments call forbidden", "You are not allowed to send messages with attachmens "
            + "with STANDARD messages, please use ADVANCED")
    }
    static func badRecipient(isTwice: Bool) -> Response {
        problem(400, "Bad parameters", "The fiscalcode parameter must be specified in the path or in the payload"
            + (isTwice ? " but not in both" : ""))
    }
    static func badFiscalCode(_ value: String) -> Response {
        let type = "string that matches the pattern \"\(CharacterPattern.fiscalCode.expression)\""
        return problem(400, "Invalid \(type)", "value [\(JSON.string(value).text)] at [root] is not a valid [\(type)]")
    }
    static func excessive(_ amount: Int, maximum: Int) -> Response {
        problem(400, "Error while sending payment metadata", "The requested amount (\(amount) cents) exceeds "
            + "the maximum allowed for this service (\(maximum) cents)")
    }
    static var notStored: Response { problem(500, "Internal server error", "Unable to store processing message") }
    static var messageNotFound: Response {
        problem(404, "Message not found", "The message that you requested was not found in the system.")
    }
    static var profileNotFound: Response {
        problem(404, "Profile not found", "The profile you requested was not found in the system.")
    }
}
