// swift-tools-version: 6.2
import PackageDescription

// Which module may import which is written here and checked by scripts/check-arrows:
// SwiftPM by itself lets a target import what it never declared.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]
// `make` sets this: warnings are errors in our checks, not for somebody who builds with a newer compiler.
+ (Context.environment["PUNTUALE_CHECKS"] == nil ? [] : [.treatAllWarnings(as: .error)])

func c(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies, swiftSettings: strict)
}

let package = Package(
    name: "puntuale",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ],
    targets: [
        // floor 0: C, and what Swift cannot call of it
        c("CFastCGI", pkgConfig: "fcgi", apt: "libfcgi-dev"),
        c("CMariaDB", pkgConfig: "libmariadb", apt: "libmariadb-dev"),
        c("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        c("CXlsxWriter", pkgConfig: "xlsxwriter", apt: "libxlsxwriter-dev"),
        c("CSodium", pkgConfig: "libsodium", apt: "libsodium-dev"),
        c("CMd4c", pkgConfig: "md4c", apt: "libmd4c-dev"),
        c("COath", pkgConfig: "liboath", apt: "liboath-dev"),
        c("CQRencode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
        c("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev"),

        // floor 0 as well: how letters and digits are read and written, for every module
        module("Text"),

        // floor 1: wrappers that know nothing of notifications, nor of each other
        module("FastCGI", ["CFastCGI", "Text"]),
        module("MariaDB", ["CMariaDB"]),
        module("Curl", ["CCurl"]),
        module("Xlsx", ["CXlsxWriter"]),
        module("Secrets", ["CSodium", "Text"]),
        module("Otp", ["COath", "CQRencode", "Text"]),
        module("Certificates", ["COpenSSL"]),
        module("Markdown", ["CMd4c", "Text"]),
        module("Template", ["Text"]),
        module("Doorbell"),

        // floor 2: what a notification is, where it is kept, how App IO is asked
        module("Domain", ["Text"]),
        module("Store", ["Text", "Domain", "MariaDB"]),
        module("AppIO", ["Text", "Domain", "Curl"]),
        module("Mail", ["Text", "Domain", "Curl"]),

        // floor 3: the three programs
        module("Web", ["Text", "Domain", "Store", "FastCGI", "Template", "Markdown", "Secrets", "Otp", "Doorbell",
                       "Certificates", .product(name: "Logging", package: "swift-log")]),
        module("Worker", ["Text", "Domain", "Store", "AppIO", "Mail", "Xlsx", "Secrets", "Doorbell",
                          .product(name: "Logging", package: "swift-log")]),
        module("Sandbox", ["Text", "Domain", "FastCGI", "Template", "Markdown", "Otp"]),

        // floor 4: the executable, the only reader of configuration
        .executableTarget(
            name: "puntuale",
            dependencies: [
                "Text", "Web", "Worker", "Sandbox", "Store", "Domain", "Secrets", "Otp", "Doorbell", "MariaDB", "FastCGI", "Template",
                "AppIO", "Mail", "Certificates",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),

        // not shipped: what bench/markdown runs
        .executableTarget(name: "MarkdownTimes", dependencies: ["Markdown"], swiftSettings: strict),

        // not shipped: what scripts/model runs
        .executableTarget(name: "RestoreModel", path: "Tests/model", swiftSettings: strict),

        // not shipped: what Tests/preview asks
        .executableTarget(name: "PreviewTexts", dependencies: ["Domain", "Markdown"], path: "Tests/preview/program",
                          swiftSettings: strict),

        // what tests share; in no program
        .target(name: "TestSupport", dependencies: ["Domain", "Store", "MariaDB", .product(name: "Logging", package: "swift-log")],
                path: "Tests/Support", swiftSettings: strict),

        tests("Text", []),
        tests("FastCGI", []),
        tests("MariaDB", ["TestSupport"]),
        tests("Curl", ["TestSupport"]),
        tests("Xlsx", ["TestSupport"]),
        tests("Secrets", []),
        tests("Otp", []),
        tests("Certificates", ["TestSupport"]),
        tests("Markdown", []),
        tests("Template", []),
        tests("Doorbell", []),
        tests("Domain", ["TestSupport"]),
        tests("Store", ["Domain", "MariaDB", "TestSupport"]),
        tests("AppIO", ["Domain", "Curl", "TestSupport"]),
        tests("Mail", ["Domain", "Curl", "TestSupport"]),
        tests("Sandbox", ["Domain", "FastCGI"]),
        tests("Web", ["Domain", "Store", "MariaDB", "FastCGI", "Secrets", "Otp", "TestSupport",
                      .product(name: "Logging", package: "swift-log")]),
        tests("Worker", ["Domain", "Store", "AppIO", "Mail", "Secrets", "MariaDB", "Doorbell", "TestSupport",
                         .product(name: "Logging", package: "swift-log")]),
        tests("puntuale", ["CCurl", "MariaDB", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)

// Built by scripts/fuzz only: libFuzzer calls the parsers.
if Context.environment["PUNTUALE_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/fuzz/CFuzzer"),
        .executableTarget(
            name: "Fuzz", dependencies: ["CFuzzer", "FastCGI", "Domain", "Markdown", "Curl", "AppIO", "Sandbox", "MariaDB", "Store"],
            path: "Tests/fuzz/Fuzz", swiftSettings: strict),
    ]
}
