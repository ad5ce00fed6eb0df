package vethscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {

    @Test
    void theNextFileDialogOpensWhereTheLastFileLies(@TempDir Path folder) throws IOException {
        var places = new Places(folder.resolve("config"), folder.resolve("state"));
        assertEquals(Optional.empty(), places.folder());
        Path one = file(folder, "one");
        Path two = file(folder, "two");

        places.opened(one);
        places.opened(two);

        assertEquals(Optional.of(two.getParent()), places.folder());
        Files.delete(two);
        assertEquals(Optional.of(one.getParent()), places.folder(), "a folder whose file is gone may be gone too");
    }

    private static Path file(Path folder, String name) throws IOException {
        return Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("shop.veth"), "{}");
    }
}
