import Curl

typealias Answer = Result<Reply, TransferFault>

let problem = "application/problem+json"

/// A complete answer.
func reply(_ status: Int, _ headers: Headers = [:], _ body: String = "") -> Answer {
    .success(cut(status, headers, body))
}

/// The part of an answer that came before it was cut.
func cut(_ status: Int, _ headers: Headers = [:], _ body: String = "") -> Reply {
    Reply(status: status, headers: headers, body: Array(body.utf8), version: .http2, duration: .milliseconds(40))
}

func fault(_ code: Int32, bodyLeft: Bool, partial: Reply? = nil) -> Answer {
    .failure(TransferFault(code: code, bodyLeft: bodyLeft, partial: partial))
}

let explained = #"{"detail":"Unable to store processing message","status":500,"title":"Internal server error"}"#
let gatewayLimit = #"{"statusCode":429,"message":"Rate limit is exceeded. Try again in 3 seconds."}"#
let html = "<html><body><h1>502 Bad Gateway</h1></body></html>"
