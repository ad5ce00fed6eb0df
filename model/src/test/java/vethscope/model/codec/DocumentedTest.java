package vethscope.model.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vethscope.model.Design;

/// What is published about the format is what the code does. `-Drewrite` writes the published files anew.
class DocumentedTest {

    private static final Path DOCS = Path.of("../docs");
    private static final String BEGIN = "<!-- tables: made from the code, see DocumentedTest -->\n";

    private static final com.networknt.schema.Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12)
            .getSchema(Schema.json());

    @Test
    void theSchemaIsTheOneThatIsPublished() throws IOException {
        published(DOCS.resolve("file-format.schema.json"), Schema.json());
    }

    @Test
    void theTablesAreTheOnesThatArePublished() throws IOException {
        Path page = DOCS.resolve("file-format.md");
        String text = Files.readString(page);
        published(page, text.substring(0, text.indexOf(BEGIN)) + BEGIN + FormatPage.tables());
    }

    private static void published(Path file, String expected) throws IOException {
        if (System.getProperty("rewrite") != null) {
            Files.writeString(file, expected);
        }
        assertEquals(Files.readString(file), expected, "run once with -Drewrite");
    }

    @ParameterizedTest
    @MethodSource("vethscope.model.codec.RecordedDesignsTest#designs")
    void theSchemaTakesEveryDesign(Path file) throws IOException {
        assertEquals(List.of(), complaints(Files.readString(file)));
    }

    @Property(tries = 100)
    void theSchemaTakesWhatIsWritten(@ForAll("designs") Design design) {
        String text = Veth.write(design);
        assertEquals(List.of(), complaints(text), text);
    }

    @Provide
    Arbitrary<Design> designs() {
        return Designs.all();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"elements\": {} }",
                "{ \"vethscope\": 2, \"elements\": {} }",
                "{ \"vethscope\": 1, \"elements\": {}, \"later\": 1 }",
                "{ \"vethscope\": 1, \"elements\": { \"a\": {} } }",
                "{ \"vethscope\": 1, \"elements\": { \"A\": { \"kind\": \"pod\" } } }",
                "{ \"vethscope\": 1, \"elements\": { \"a\": { \"kind\": \"pods\" } } }",
                "{ \"vethscope\": 1, \"elements\": { \"a\": { \"kind\": \"pod\", \"mtu\": 9 } } }",
                "{ \"vethscope\": 1, \"elements\": { \"a\": { \"kind\": \"pod\", \"address\": \"nowhere\" } } }",
                "{ \"vethscope\": 1, \"elements\": {}, \"links\": [ { \"from\": \"a\" } ] }",
            })
    void theSchemaAndTheReaderBothComplainAbout(String text) {
        assertNotEquals(List.of(), complaints(text));
        if (Veth.read(text) instanceof Reading.Opened opened) {
            assertNotEquals(List.of(), opened.problems());
        }
    }

    private static List<String> complaints(String text) {
        return SCHEMA.validate(text, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}
