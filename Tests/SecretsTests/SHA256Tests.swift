import Secrets
import Testing

struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `a digest is that of FIPS 180-4, in however many pieces the bytes come`(text: String, digest: String) {
        var whole = SHA256(), pieces = SHA256()
        whole.add(Array(text.utf8))
        for byte in text.utf8 { pieces.add([byte]) }
        #expect(whole.finish() == digest && pieces.finish() == digest)
    }
}
