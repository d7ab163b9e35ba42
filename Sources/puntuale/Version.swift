/// The version of this program (semver.org), as CHANGELOG.md and debian/changelog have it. A check holds the three together.
let version = "1.0.0"
