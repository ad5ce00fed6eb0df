package vethscope.app.paint;

import java.util.List;
import java.util.stream.Collectors;
import vethscope.app.font.Weight;
import vethscope.app.scene.Captions;
import vethscope.app.scene.PodRows;
import vethscope.app.scene.Rect;
import vethscope.app.scene.Shape;
import vethscope.app.scene.Sizes;
import vethscope.model.element.Container;
import vethscope.model.element.Pod;

/// A namespace of its own with its containers.
final class PodPainter {

    private static final double RADIUS = 12;
    private static final Lettering PAIR = Lettering.mono(10, Token.TEXT2);
    private static final Path DISK =
            Path.of("M0 -4.5C0 -7 12 -7 12 -4.5V4.5C12 7 0 7 0 4.5ZM0 -4.5C0 -2 12 -2 12 -4.5");

    private PodPainter() {}

    static void paint(Pod pod, Shape shape, Brush brush) {
        Rect box = shape.box();
        Pen pen = brush.pen();
        if (!brush.shows(Detail.NAMES) && !brush.view().thumbnail()) {
            pen.rect(box, 0, Style.fill(Token.WORK));
            return;
        }
        if (brush.view().isFar()) {
            pen.rect(box, RADIUS, Family.WORK.body(brush.view().thumbnail() ? 6 : 2));
            brush.farName(Captions.name(pod), box);
            return;
        }
        pen.rect(box, RADIUS, Style.fill(Token.CANVAS));
        pen.path(Path.header(box, RADIUS, Math.min(Sizes.HEADER, box.h() - RADIUS)), Style.fill(Token.WORK_FILL));
        Style outline = Family.WORK.outline(2);
        pen.rect(box, RADIUS, pod.network().hostNetwork() ? outline.dashed(6, 3) : outline);
        header(pod, box, brush);
        List<Rect> rows = PodRows.of(pod, box);
        for (int i = 0; i < rows.size(); i++) {
            container(pod.containers().get(i), rows.get(i), brush);
        }
        if (!pod.network().hostNetwork()) {
            below(pod, PodRows.below(pod, box), brush);
        }
        if (rows.size() < pod.containers().size()) {
            String more = "+" + (pod.containers().size() - rows.size());
            brush.whole(more, box.right() - 12, box.bottom() - 4, Brush.SMALL_ADDRESS.end());
        }
    }

    /// The container that holds the namespace while the others come and go, and what they share on disk.
    private static void below(Pod pod, List<Rect> rows, Brush brush) {
        Lettering quiet = Lettering.ui(11.5, Weight.REGULAR, Token.TEXT2);
        for (int i = 0; i < rows.size(); i++) {
            Rect row = rows.get(i);
            if (i == 0) {
                brush.pen().rect(row, 4, Style.stroke(Stroke.of(Token.WORK, 1).dashed(4, 3)));
                brush.text("pause", row.x() + 8, row.y() + 16, quiet, row.w() - 16);
                continue;
            }
            String volume = pod.names().volumes().get(i - 1);
            double y = row.centerY();
            brush.pen()
                    .at(
                            row.x() + 9,
                            y,
                            1,
                            () -> brush.pen()
                                    .path(
                                            DISK,
                                            Style.stroke(
                                                    Stroke.of(Token.TEXT2, 1.25).round())));
            double taken = brush.text(volume, row.x() + 26, row.y() + 16, Lettering.mono(11, Token.TEXT), row.w() - 34);
            String users = pod.containers().stream()
                    .filter(c -> c.mounts().containsKey(volume))
                    .map(Container::name)
                    .collect(Collectors.joining(", "));
            brush.text(
                    users,
                    row.right() - 8,
                    row.y() + 16,
                    Lettering.ui(11, Weight.REGULAR, Token.TEXT2).end(),
                    row.w() - 42 - taken);
        }
    }

    private static void header(Pod pod, Rect box, Brush brush) {
        double room = box.w() - 26;
        double taken = brush.text(Captions.name(pod), box.x() + 14, box.y() + 19, Brush.NAME, room);
        if (brush.shows(Detail.ADDRESSES)) {
            addresses(Captions.addresses(pod), box, room - taken - 4, brush);
        }
    }

    /// Beside each other, else above each other, else the first.
    private static void addresses(List<String> addresses, Rect box, double room, Brush brush) {
        String line = Captions.fitting(addresses, brush.legible(Brush.ADDRESS)::width, room);
        boolean all = addresses.size() == 1 || !line.equals(addresses.getFirst());
        Lettering pair = brush.legible(PAIR);
        boolean small = pair.size() == PAIR.size();
        if (all || !small || addresses.stream().anyMatch(address -> pair.width(address) > room)) {
            brush.address(line, box.right() - 12, box.y() + 19, Brush.ADDRESS.end(), room);
            return;
        }
        brush.address(addresses.getFirst(), box.right() - 12, box.y() + 12.5, PAIR.end(), room);
        brush.address(addresses.getLast(), box.right() - 12, box.y() + 24, PAIR.end(), room);
    }

    /// One row: the name, and a plate for each port.
    static void container(Container container, Rect row, Brush brush) {
        Pen pen = brush.pen();
        pen.rect(row, 4, Style.of(Token.CANVAS, Token.WORK, 1));
        Lettering lettering = Lettering.ui(11.5, Weight.MEDIUM, Token.TEXT);
        Lettering number = Lettering.mono(10.5, Token.AFTER).as(Weight.MEDIUM).middle();
        double name = brush.legible(lettering).width(container.name());
        double left = row.x() + 8 + Math.min(name, row.w() * 0.55) + 8;
        double right = row.right() - 4;
        for (Container.Port port : container.ports().reversed()) {
            double width = Math.max(Sizes.chipWidth(port), brush.legible(number).width(Captions.port(port)) + 6);
            if (right - width < left) {
                break;
            }
            Rect chip = new Rect(right - width, row.y() + 4, width, 16);
            pen.rect(chip, 3, port.isLocal() ? Family.WORK.outline(1).dashed(3, 2) : Style.fill(Token.WORK_FILL));
            brush.address(Captions.port(port), chip.centerX(), row.y() + 15.5, number, width);
            right -= width + 4;
        }
        brush.text(container.name(), row.x() + 8, row.y() + 16, lettering, right - row.x() - 16);
    }
}
