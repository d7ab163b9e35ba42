/// Of this program, by SemVer.
let version = "1.0.0"
