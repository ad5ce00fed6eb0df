package vethscope.model.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static vethscope.model.codec.RecordedDesignsTest.opened;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import vethscope.model.Design;
import vethscope.model.Topology;
import vethscope.model.element.Element;

class RoundTripTest {

    @Property(tries = 300)
    void whatIsWrittenIsReadAsTheSameDesign(@ForAll("designs") Design design) {
        Reading.Opened read = opened(Veth.read(Veth.write(design)));
        assertEquals(List.of(), read.problems());
        assertEquals(design, read.design());
        assertEquals(Veth.write(design), Veth.write(read.design()));
    }

    @Property(tries = 300)
    void everyElementSurvivesWithAllItsFields(@ForAll("elements") Element element) {
        Element alone = element.withHead(element.head().withIn(null));
        Design design = Design.EMPTY.with(new Topology(Map.of(alone.id(), alone), List.of()));
        assertEquals(design, opened(Veth.read(Veth.write(design))).design());
    }

    @Provide
    Arbitrary<Design> designs() {
        return Designs.all();
    }

    @Provide
    Arbitrary<Element> elements() {
        return Designs.elements();
    }
}
