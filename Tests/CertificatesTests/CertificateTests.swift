@preconcurrency import Glibc
import Testing
import TestSupport

@testable import Certificates

struct CertificateTests {
    private let authority: CertificateAuthority

    init() throws {
        authority = try CertificateAuthority()
        try authority.issue("site", for: ["notifiche.example.it", "*.enti.example.it"])
    }

    private func chain(_ files: String...) -> CertificateChain? {
        CertificateChain(pem: files.flatMap { authority.text("\($0).pem") })
    }

    @Test func `a certificate says for whom it is, of whom, and until when`() throws {
        let certificate = try #require(chain("site")).first
        #expect(certificate.names == ["notifiche.example.it", "*.enti.example.it"])
        #expect(certificate.issuer == "Autorità di prova, Intermedia")
        let now = Int64(time(nil))
        #expect(certificate.begins <= now && certificate.begins > now - 120)
        #expect(certificate.expires - certificate.begins == 10 * 86_400)
        #expect(try #require(chain("root")).first.names == [])
    }

    @Test func `it covers its names and no others`() throws {
        let certificate = try #require(chain("site")).first
        for name in ["notifiche.example.it", "comune.enti.example.it"] { #expect(certificate.covers(name)) }
        for name in ["example.it", "altro.example.it", "a.b.enti.example.it", "enti.example.it", "", "*.enti.example.it.evil"] {
            #expect(!certificate.covers(name), "\(name)")
        }
    }

    @Test func `a chain is in order when each is signed by the next`() throws {
        #expect(try #require(chain("site", "intermediate")).isInOrder)
        #expect(try #require(chain("site", "intermediate", "root")).isInOrder)
        #expect(try #require(chain("site")).isInOrder)
        #expect(try !#require(chain("intermediate", "site")).isInOrder)
        #expect(try !#require(chain("site", "root")).isInOrder)
        let other = try CertificateAuthority() // of the same names, with another key
        let mixed = try #require(CertificateChain(pem: authority.text("site.pem") + other.text("intermediate.pem")))
        #expect(!mixed.isInOrder)
    }

    @Test func `it reaches an authority when its last signs itself, or one that is known has signed it`() throws {
        #expect(try #require(chain("site", "intermediate", "root")).reachesAuthority)
        #expect(try #require(chain("root")).reachesAuthority)
        #expect(try !#require(chain("site")).reachesAuthority)
        #expect(try !#require(chain("site", "intermediate")).reachesAuthority)
    }

    @Test func `a key fits its own certificate only`() throws {
        let whole = try #require(chain("site", "intermediate"))
        #expect(whole.fits(privateKey: authority.text("site.key")))
        #expect(!whole.fits(privateKey: authority.text("intermediate.key")))
        #expect(!whole.fits(privateKey: authority.text("site.pem")))
        #expect(!whole.fits(privateKey: []))
        #expect(!whole.fits(privateKey: Array("-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n".utf8)))
    }

    @Test func `a key with a password fits nothing, and nobody is asked for it`() throws {
        let path = authority.path("locked.key")
        let locking = ["/usr/bin/openssl", "pkey", "-in", authority.path("site.key"), "-aes256", "-passout", "pass:x", "-out", path]
        try #require(run(locking) == 0)
        #expect(try !#require(chain("site")).fits(privateKey: authority.text("locked.key")))
    }

    @Test func `what is no certificate is none, and spoils those beside it`() {
        #expect(CertificateChain(pem: []) == nil)
        #expect(CertificateChain(pem: Array("nothing".utf8)) == nil)
        #expect(CertificateChain(pem: authority.text("site.key")) == nil)
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
        #expect(CertificateChain(pem: authority.text("site.pem") + Array(broken.utf8)) == nil)
        #expect(CertificateChain(pem: Array(authority.text("site.pem").dropLast(40))) == nil)
        #expect(CertificateChain(file: "/nowhere.pem") == nil)
    }

    @Test func `a directory has the names whose certificates are there, and leads nowhere else`() throws {
        let directory = CertificateDirectory(authority.directory)
        #expect(directory.names == ["intermediate", "root", "site"])
        #expect(directory.chain(of: "site")?.first.names.first == "notifiche.example.it")
        #expect(directory.chain(of: "nobody") == nil)
        #expect(directory.chain(of: "../\(authority.directory.split(separator: "/").last!)/site") == nil)
        #expect(CertificateDirectory("/nowhere").names == [])
    }
}
