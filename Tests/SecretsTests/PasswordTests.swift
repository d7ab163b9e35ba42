import Secrets
import Testing

@Suite struct PasswordTests {
    @Test func `a password gives its hash, another does not`() {
        let hash = Password.hash("cavallo batteria graffetta")
        #expect(Password.verify("cavallo batteria graffetta", against: hash))
        #expect(!Password.verify("cavallo batteria graffettA", against: hash))
        #expect(!Password.verify("", against: hash))
    }

    @Test func `a hash is Argon2id with the costs that we state, and fits its column`() {
        let hash = Password.hash("x")
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(hash.utf8.count <= 128)
    }

    @Test func `the same password twice gives two hashes`() {
        #expect(Password.hash("una password") != Password.hash("una password"))
    }

    @Test func `a password is its bytes, also beyond ASCII and NUL`() {
        let hash = Password.hash("pässwörd\0lungo 👍")
        #expect(Password.verify("pässwörd\0lungo 👍", against: hash))
        #expect(!Password.verify("pässwörd", against: hash))
    }

    @Test func `composed and decomposed letters are the same password, and another accent is another`() {
        for (typed, again) in [("perch\u{e9}perch\u{e9}", "perche\u{301}perche\u{301}"), ("\u{212b}ngström", "A\u{30a}ngstro\u{308}m")] {
            #expect(Password.verify(again, against: Password.hash(typed)))
            #expect(Password.verify(typed, against: Password.hash(again)))
        }
        #expect(!Password.verify("perche\u{300}perche\u{300}", against: Password.hash("perch\u{e9}perch\u{e9}")))
    }

    @Test func `no password gives the decoy, which costs what a real hash costs`() {
        #expect(!Password.verify("", against: Password.decoy))
        #expect(Password.decoy.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    }

    @Test(arguments: ["", "non un hash", "$argon2id$v=19$m=19456,t=2,p=1$"])
    func `what is not a hash is given by no password`(hash: String) {
        #expect(!Password.verify("", against: hash))
    }
}
