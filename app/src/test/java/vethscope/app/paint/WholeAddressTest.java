package vethscope.app.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vethscope.app.Drawings;
import vethscope.app.paint.SvgPen.About;
import vethscope.app.paint.SvgPen.Colours;
import vethscope.app.paint.SvgPen.Letters;
import vethscope.app.scene.Scene;
import vethscope.model.Design;

class WholeAddressTest {

    private static final Pattern TEXT = Pattern.compile("<text[^>]*>([^<]*)</text>");

    /// A name may be cut, but `:8…0` is no port and `10.2…2.2` is no address.
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.55, 0.6, 0.7, 0.8, 1})
    void anAddressIsShownWholeOrNotAtAll(double zoom) {
        for (Design design : Drawings.samples()) {
            List<String> cut = texts(design, zoom).stream()
                    .filter(text -> text.matches("[:.0-9][:.0-9a-f]*…[:./0-9a-f]*"))
                    .toList();
            assertEquals(List.of(), cut, design.name());
        }
    }

    /// There is room for the port at the zoom at which a large drawing fits the window.
    @ParameterizedTest
    @ValueSource(doubles = {0.55, 0.58})
    void aPortIsReadFromAfar(double zoom) {
        assertTrue(texts(Drawings.sample("07-aws-vpc-cni"), zoom).contains(":8080"));
    }

    private static List<String> texts(Design design, double zoom) {
        Scene scene = Scene.of(design);
        var pen = new SvgPen(Colours.LIGHT, Letters.NAMED);
        ScenePainter.paint(scene, View.PLAIN.at(zoom, Detail.ADDRESSES), Traffic.NONE, scene.bounds(), pen);
        String svg = pen.document(scene.bounds(), new About("", "", "en", 1));
        return TEXT.matcher(svg).results().map(match -> match.group(1)).toList();
    }
}
