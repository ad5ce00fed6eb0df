package vethscope.app.export;

import java.util.ArrayList;
import java.util.List;
import vethscope.app.font.Weight;
import vethscope.app.paint.LegendPainter;
import vethscope.app.paint.LegendPainter.Sign;
import vethscope.app.paint.Lettering;
import vethscope.app.paint.Pen;
import vethscope.app.paint.Texts;
import vethscope.app.paint.Token;
import vethscope.app.paint.Traffic;
import vethscope.app.scene.Line;
import vethscope.app.scene.Scene;

/// The signs of a figure and what they mean; only those that are in it.
final class Legend {

    private static final double GAP = 20;
    private static final double ROW = 26;
    private static final double HEIGHT = 20;
    private static final Lettering TEXT = Lettering.ui(11, Weight.REGULAR, Token.TEXT2);

    private final List<Entry> entries = new ArrayList<>();
    private final int answer;
    private final double left;
    private final double right;

    private record Entry(Sign sign, String text) {
        double width() {
            return sign.width() + 8 + TEXT.width(text);
        }
    }

    Legend(Scene scene, Traffic traffic, Texts texts, int answer, double left, double right) {
        this.answer = answer;
        this.left = left;
        this.right = right;
        for (Sign sign : Sign.values()) {
            if (isPresent(sign, scene, traffic)) {
                entries.add(
                        new Entry(sign, texts.say("figure.legend." + sign.name().toLowerCase(java.util.Locale.ROOT))));
            }
        }
    }

    private static boolean isPresent(Sign sign, Scene scene, Traffic traffic) {
        return switch (sign) {
            case REQUEST -> traffic.trails().stream().anyMatch(trail -> !trail.reply());
            case REPLY -> traffic.trails().stream().anyMatch(Traffic.Trail::reply);
            case VETH -> has(scene, Line.Kind.VETH);
            case CABLE -> has(scene, Line.Kind.CABLE);
            case ROUTED -> has(scene, Line.Kind.ROUTED);
            case TUNNEL -> has(scene, Line.Kind.TUNNEL);
            case SELECTOR -> has(scene, Line.Kind.SELECTOR);
            case RULE -> has(scene, Line.Kind.RULE);
            case NETNS -> !scene.insides().isEmpty();
            case REWRITES -> !traffic.rewriting().isEmpty();
            case DROP -> traffic.signs().drop().isPresent();
        };
    }

    private static boolean has(Scene scene, Line.Kind kind) {
        return scene.lines().stream().anyMatch(line -> line.kind() == kind);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    double height() {
        return HEIGHT + ROW * (rows().size() - 1);
    }

    private List<List<Entry>> rows() {
        var rows = new ArrayList<List<Entry>>();
        double x = left;
        for (Entry entry : entries) {
            if (rows.isEmpty() || x + entry.width() > right) {
                rows.add(new ArrayList<>());
                x = left;
            }
            rows.getLast().add(entry);
            x += entry.width() + GAP;
        }
        return rows;
    }

    /// Draws it with its top at `y`.
    void draw(double y, Pen pen) {
        double middle = y + HEIGHT / 2;
        for (List<Entry> row : rows()) {
            double x = left;
            for (Entry entry : row) {
                LegendPainter.paint(entry.sign, x, middle, answer, pen);
                pen.text(entry.text, x + entry.sign.width() + 8, middle + 4, TEXT);
                x += entry.width() + GAP;
            }
            middle += ROW;
        }
    }
}
