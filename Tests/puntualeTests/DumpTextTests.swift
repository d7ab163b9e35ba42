import Testing
@testable import puntuale

struct DumpTextTests {
    /// As mariadb-dump writes it.
    private static let dump = #"""
        -- MariaDB dump 10.19
        CREATE TABLE `person` (
          `name` varchar(200)
        );
        INSERT INTO `person` VALUES
        ('Anna (la prima);\n'),
        ('INSERT INTO `other` VALUES'),
        ('-- Dump completed');
        INSERT INTO `person` VALUES
        ('Bice);');
        /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`local``host`*/ /*!50003 TRIGGER `t` BEFORE INSERT ON person FOR EACH ROW
        SET NEW.name = 'DEFINER=`a`@`b`';
        CREATE DEFINER=`root`@`localhost` PROCEDURE `p`() SELECT 1;
        CREATE TABLE `empty` (
          `id` int
        );
        -- CHANGE MASTER TO MASTER_LOG_FILE='mariadb-bin.000003', MASTER_LOG_POS=342;
        -- Dump completed on 2026-11-30 18:29:31

        """#

    private static func read(_ dump: String, by chunk: Int) -> (DumpText, String) {
        var text = DumpText(), lines: [UInt8] = []
        let bytes = Array(dump.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            bytes[start..<min(start + chunk, bytes.count)].withUnsafeBytes { lines += text.take($0) }
        }
        return (text, String(decoding: lines, as: UTF8.self))
    }

    @Test(arguments: [1, 7, 64, 10_000])
    func `rows are counted, however the dump comes in pieces`(chunk: Int) {
        let (text, _) = Self.read(Self.dump, by: chunk)
        #expect(text.rows == ["person": 4, "empty": 0])
        #expect(text.isWhole)
        #expect(text.position?.file == "mariadb-bin.000003" && text.position?.offset == 342)
    }

    @Test(arguments: [3, 10_000])
    func `who made a trigger or a routine is left out, and nothing else changes`(chunk: Int) {
        let (_, lines) = Self.read(Self.dump, by: chunk)
        let wanted = Self.dump
            .replacing("/*!50017 DEFINER=`root`@`local`", with: "/*!50017 ")
            .replacing("CREATE DEFINER=`root`@`localhost` P", with: "CREATE  P")
        #expect(lines == wanted)
    }

    @Test func `rows of a table that is left out do not pass`() {
        var text = DumpText(without: ["person"])
        let lines = Array(Self.dump.utf8).withUnsafeBytes { String(decoding: text.take($0), as: UTF8.self) }
        #expect(text.rows == ["person": 0, "empty": 0] && text.isWhole)
        #expect(!lines.contains("Anna") && !lines.contains("Bice") && !lines.contains("INTO `person`"))
        #expect(lines.contains("CREATE TABLE `person`"))
    }

    @Test func `a dump without its last line is not whole`() {
        for end in ["-- Dump completed", "\n-- Dump completed", "on 2026"] {
            #expect(!Self.read(String(Self.dump.prefix(upTo: Self.dump.ranges(of: end).last!.lowerBound)), by: 64).0.isWhole)
        }
        #expect(!Self.read(Self.dump + "INSERT INTO `person` VALUES\n", by: 64).0.isWhole)
    }

    @Test func `rows in a form that cannot be counted are no rows of the dump`() {
        let (text, _) = Self.read("CREATE TABLE `a` (\n);\nINSERT INTO `a` VALUES (1),(2);\n-- Dump completed\n", by: 64)
        #expect(text.rows != ["a": 2] && text.rows != ["a": 0] && !text.isWhole)
    }
}
