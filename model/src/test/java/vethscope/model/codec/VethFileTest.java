package vethscope.model.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import vethscope.model.Design;

@DisabledOnOs(OS.WINDOWS)
class VethFileTest {

    private static final Design DESIGN = Design.EMPTY.withName("saved");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsSavedIsLoaded() throws IOException {
        Path file = folder.resolve("a.veth");
        VethFile.save(file, DESIGN);
        assertEquals(new Reading.Opened(DESIGN, List.of()), VethFile.load(file));
        assertEquals(List.of(file), listed());
    }

    @Test
    void savingKeepsPermissionsAndFollowsLinks() throws IOException {
        Path file = Files.writeString(folder.resolve("a.veth"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link.veth"), file);
        VethFile.save(link, DESIGN);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(Veth.write(DESIGN), Files.readString(file));
    }

    @Test
    void aFailedSaveLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("a.veth"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeFalse(Files.isWritable(file), "root may write everything");
        assertThrows(IOException.class, () -> VethFile.save(file, DESIGN));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of(file), listed());
    }

    @Test
    void savingIntoAFolderThatIsNotThereFails() {
        assertThrows(NoSuchFileException.class, () -> VethFile.save(folder.resolve("no/a.veth"), DESIGN));
    }

    @Test
    void aFolderInTheWayIsLeftAlone() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("a.veth"));
        Files.writeString(taken.resolve("inside"), "x");
        assertThrows(IOException.class, () -> VethFile.save(taken, DESIGN));
        assertEquals(List.of(taken), listed());
        assertEquals("x", Files.readString(taken.resolve("inside")));
    }

    private List<Path> listed() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
