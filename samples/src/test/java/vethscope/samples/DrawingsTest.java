package vethscope.samples;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout.Box;
import vethscope.model.codec.Reading;
import vethscope.model.codec.Veth;

class DrawingsTest {

    static List<Path> files() throws IOException {
        try (var files =
                Files.find(Path.of("."), 2, (file, _) -> file.toString().endsWith(".veth"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileOpensWithoutProblemsAndSavesAsItWas(Path file) throws IOException {
        String text = Files.readString(file);
        var opened = assertInstanceOf(Reading.Opened.class, Veth.read(text));
        assertEquals(List.of(), opened.problems());
        assertEquals(text, Veth.write(opened.design()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyElementHasItsPlaceOnTheGrid(Path file) throws IOException {
        Design design = design(file);
        assertEquals(
                design.topology().elements().keySet(),
                design.layout().elements().keySet());
        assertAll(design.layout().elements().entrySet().stream().map(e -> () -> {
            Box box = e.getValue();
            assertTrue(box.w() > 0 && box.h() > 0, () -> e.getKey() + " has a size");
            for (double value : List.of(box.x(), box.y(), box.w(), box.h())) {
                assertEquals(0, value % 4, () -> e.getKey() + " stands on the grid");
            }
        }));
    }

    @ParameterizedTest
    @MethodSource("files")
    void childrenLieInsideAndSiblingsApart(Path file) throws IOException {
        Design design = design(file);
        Map<Id, Box> boxes = design.layout().elements();
        design.topology().elements().forEach((id, element) -> {
            Box box = boxes.get(id);
            element.in().ifPresent(in -> assertTrue(holds(boxes.get(in), box), id + " lies inside " + in));
            design.topology().elements().values().stream()
                    .filter(other -> other.id().value().compareTo(id.value()) > 0)
                    .filter(other -> other.in().equals(element.in()))
                    .forEach(other -> assertFalse(overlap(box, boxes.get(other.id())), id + " covers " + other.id()));
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyProbeSaysWhatToExpect(Path file) throws IOException {
        Design design = design(file);
        assertFalse(design.probes().isEmpty());
        assertFalse(design.description().isBlank());
        design.probes()
                .forEach(probe ->
                        assertTrue(probe.expect() != null && probe.expect().outcome() != null, probe.name()));
    }

    static Design design(Path file) throws IOException {
        return assertInstanceOf(Reading.Opened.class, Veth.read(Files.readString(file)))
                .design();
    }

    private static boolean holds(Box outer, Box inner) {
        return inner.x() > outer.x()
                && inner.y() > outer.y()
                && inner.x() + inner.w() < outer.x() + outer.w()
                && inner.y() + inner.h() < outer.y() + outer.h();
    }

    private static boolean overlap(Box a, Box b) {
        return a.x() < b.x() + b.w() && b.x() < a.x() + a.w() && a.y() < b.y() + b.h() && b.y() < a.y() + a.h();
    }
}
