package import Domain
import MariaDB

/// What a page must know of the picture in its header.
package struct Logo: Sendable, Equatable {
    /// 32 hexadecimal digits, different for every picture.
    package var digest: String
    /// In pixels.
    package var width: Int
    package var height: Int
}

/// The picture itself.
package struct LogoFile: Sendable {
    package var mediaType: String
    package var bytes: [UInt8]
}

extension TenantStore {
    package func logo() throws -> LogoFile? {
        try db.first("SELECT media_type, bytes FROM tenant_logo WHERE tenant_id = \(tenant)") { row in
            LogoFile(mediaType: row.next(), bytes: row.next())
        }
    }

    /// Puts a logo in the place of the one before; `nil` takes it away.
    ///
    /// - Parameter person: `nil` for the command line.
    package func setLogo(_ image: LogoImage?, by person: PersonID?) throws {
        try db.transaction {
            try db.execute("DELETE FROM tenant_logo WHERE tenant_id = \(tenant)")
            if let image {
                try db.execute("""
                    INSERT INTO tenant_logo (tenant_id, media_type, bytes, digest, width, height)
                    VALUES (\(tenant), \(image.format), \(image.bytes), UNHEX(LEFT(SHA2(\(image.bytes), 256), 32)),
                            \(image.width), \(image.height))
                    """)
            }
            try audit(.settingsChanged, by: person, detail: .logo(isSet: image != nil))
        }
    }
}
