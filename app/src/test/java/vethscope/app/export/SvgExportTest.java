package vethscope.app.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;
import vethscope.app.Drawings;
import vethscope.app.Golden;
import vethscope.app.paint.SvgPen.Colours;
import vethscope.app.paint.SvgPen.Letters;
import vethscope.engine.trace.Trace;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Layout;
import vethscope.samples.Sample;
import vethscope.samples.Samples;

class SvgExportTest {

    private static final Options NAMED = Options.DEFAULT.with(Letters.NAMED);
    private static final Design POD_TO_SERVICE = Drawings.sample("08-pod-to-service");

    static List<String> samples() {
        return Samples.all().stream().map(Sample::id).toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleHasAFigure(String id) throws Exception {
        Design design = Drawings.sample(id);
        for (int probe = 0; probe < design.probes().size(); probe++) {
            String svg = SvgExport.figure(design, Drawings.trace(design, probe), NAMED);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        }
    }

    @Test
    void figuresLookAsTheyDid() throws IOException {
        Trace trace = Drawings.trace(POD_TO_SERVICE, 0);
        Design sameNode = Drawings.sample("05-pod-to-pod-same-node");

        looksAsItDid("05-light", sameNode, Drawings.trace(sameNode, 0), NAMED);
        looksAsItDid("08-light", POD_TO_SERVICE, trace, NAMED);
        looksAsItDid(
                "08-dark-zh", POD_TO_SERVICE, trace, NAMED.with(Colours.DARK).in(Locale.CHINESE));
        looksAsItDid(
                "08-step-2", POD_TO_SERVICE, trace, NAMED.with(Colours.AUTO).atStep(2));
    }

    /// Without the sentences of the engine, whose wording is not the figure's.
    private static void looksAsItDid(String name, Design design, Trace trace, Options options) throws IOException {
        String svg = SvgExport.figure(design, trace, options.parts(true, true, false, false));
        Golden.assertSame("export/" + name + ".svg", svg.replaceFirst("<desc.*\\n", ""));
    }

    @Test
    void theTableHasARowForEachStep() {
        String svg = SvgExport.figure(POD_TO_SERVICE, Drawings.trace(POD_TO_SERVICE, 0), NAMED);

        for (int step = 1; step <= 11; step++) {
            assertTrue(svg.contains("<g id=\"step-" + step + "\">"), "step " + step);
        }
        assertTrue(
                svg.contains("font-weight=\"700\" fill=\"#0A3380\" textLength=\"99\">10.244.2.2:8080</text>"),
                "rewritten");
    }

    @Test
    void bothAddressesOfADualStackElementStandOnItWhereThereIsRoom() {
        Design dual = Drawings.sample("22-dual-stack");
        String svg = SvgExport.drawing(dual, NAMED);
        for (String address : List.of(">10.244.1.2<", ">fd00:244:0:1::2<", ">10.0.0.11 fd00::11<", ">fd00::1<")) {
            assertTrue(svg.contains(address), address);
        }
        Layout narrow = dual.layout().with(Id.of("pod1"), new Layout.Box(108, 156, 132, 72, false));
        String small = SvgExport.drawing(dual.with(narrow), NAMED);
        assertTrue(small.contains(">10.244.1.2<"));
        assertFalse(small.contains(">fd00:244:0:1::2<"));
    }

    @Test
    void onlyTheDrawing() throws IOException {
        Golden.assertSame("export/08-drawing.svg", SvgExport.drawing(POD_TO_SERVICE, NAMED));
    }

    @ParameterizedTest
    @EnumSource
    void exportingTwiceGivesTheSameBytes(Colours colours) throws Exception {
        Options options = Options.DEFAULT.with(colours).in(Locale.CHINESE);
        Design again = Drawings.sample("08-pod-to-service");

        String first = SvgExport.figure(POD_TO_SERVICE, Drawings.trace(POD_TO_SERVICE, 0), options);
        String second = SvgExport.figure(again, Drawings.trace(again, 0), options);

        assertEquals(first, second);
        assertTrue(first.contains("font-family: 'Noto Sans SC'"), "Chinese letters are inside");
        assertTrue(first.length() < 400_000, first.length() + " bytes");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(first)));
    }

    @Test
    void aStepThatIsNotThereIsRefused() {
        Trace trace = Drawings.trace(POD_TO_SERVICE, 0);

        assertThrows(IllegalArgumentException.class, () -> SvgExport.figure(POD_TO_SERVICE, trace, NAMED.atStep(99)));
    }

    @Test
    void thePictureTellsThoseWhoDoNotSeeIt() {
        String svg = SvgExport.figure(POD_TO_SERVICE, Drawings.trace(POD_TO_SERVICE, 0), NAMED);
        String description =
                svg.lines().filter(line -> line.startsWith("<desc")).findFirst().orElseThrow();

        assertTrue(description.contains("Nodes: vm1, vm2."), description);
        assertTrue(description.contains("Step 2, vm1 nat PREROUTING:"), description);
    }
}
