@testable import Sandbox
import Testing

struct JSONTests {
    @Test(arguments: [
        (#"{"a":[1,-2.5,1e3,true,false,null,"x"],"b":{}}"#, #"{"a":[1,-2.5,1000,true,false,null,"x"],"b":{}}"#),
        (" [ ] ", "[]"), (#""\u00e8\ud83d\ude00\n\/""#, #""è😀\n/""#), (#""\u0001""#, #""\u0001""#), ("0", "0"),
        ("[1e999,-1e999]", "[null,null]"),
    ])
    func `what is right is read and written as JavaScript does`(source: String, written: String) throws {
        #expect(try JSONParser.parse(Array(source.utf8)).text == written)
    }

    @Test(arguments: [
        ("", "Unexpected end of JSON input"), ("[", "Unexpected end of JSON input"), (#"{"a":"#, "Unexpected end of JSON input"),
        ("{", "Expected property name or '}' in JSON at position 1"),
        ("{'a':1}", "Expected property name or '}' in JSON at position 1"),
        (#"{"a":1,}"#, "Expected double-quoted property name in JSON at position 7"),
        (#"{"a" 1}"#, "Expected ':' after property name in JSON at position 5"),
        (#"{"a":1 "b":2}"#, "Expected ',' or '}' after property value in JSON at position 7"),
        ("[1 2]", "Expected ',' or ']' after array element in JSON at position 3"),
        (#""abc"#, "Unterminated string in JSON at position 4"),
        ("\"a\nb\"", "Bad control character in string literal in JSON at position 2"),
        (#""\x""#, "Bad escaped character in JSON at position 2"), (#""\u12g4""#, "Bad Unicode escape in JSON at position 3"),
        ("1 2", "Unexpected non-whitespace character after JSON at position 2"), ("-", "Unexpected end of JSON input"),
        ("01", "Unexpected non-whitespace character after JSON at position 1"),
        ("<html>", #"Unexpected token '<', "<html>" is not valid JSON"#), ("[1,]", #"Unexpected token ']', "[1,]" is not valid JSON"#),
        ("[\"0123456789abcdefghij\", nope, \"0123456789\"]", #"Unexpected token 'o', ..."efghij", nope, "0123"... is not valid JSON"#),
    ])
    func `what is wrong is refused in the engine's words`(source: String, message: String) {
        #expect(throws: JSONParser.Failure(message: message)) { try JSONParser.parse(Array(source.utf8)) }
    }

    @Test func `nesting has an end`() {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Array(repeating: UInt8(ascii: "["), count: 100_000)) }
    }
}
