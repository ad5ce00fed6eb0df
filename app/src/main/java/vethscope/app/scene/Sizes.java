package vethscope.app.scene;

import java.util.List;
import vethscope.app.font.Face;
import vethscope.app.font.FontMetrics;
import vethscope.app.font.Weight;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.ClusterNetworkPolicy;
import vethscope.model.element.Container;
import vethscope.model.element.Element;
import vethscope.model.element.Gateway;
import vethscope.model.element.Host;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.Ingress;
import vethscope.model.element.Internet;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NatGateway;
import vethscope.model.element.NetworkAcl;
import vethscope.model.element.NetworkPolicy;
import vethscope.model.element.Note;
import vethscope.model.element.Pod;
import vethscope.model.element.Router;
import vethscope.model.element.SecurityGroup;
import vethscope.model.element.Service;
import vethscope.model.element.Switch;
import vethscope.model.element.Vpc;
import vethscope.model.element.Zone;

/// How large an element is drawn that nobody has sized: as large as its text needs, on the grid of 4.
public final class Sizes {

    public static final double HEADER = 28;
    /// Side of a router, a VPC and the gateways.
    public static final double ROUND = 56;
    /// From one line of the caption of a round element to the next.
    public static final double CAPTION_LINE = 14;

    /// What the name and the address under a round element need.
    public static final double CAPTION = 36;
    public static final double BAR = 32;
    public static final double FOLDED = 36;

    private Sizes() {}

    /// A width and a height in canvas pixels.
    public record Size(double w, double h) {}

    /// The kind's own size with this content; containers are sized by what is in them, here only when empty.
    public static Size of(Element element) {
        return switch (element) {
            case Zone zone -> new Size(240, 160);
            case KubeNode node -> new Size(372, 220);
            case Pod pod -> new Size(podWidth(pod), podHeight(pod.containers().size()));
            case BareNetns netns -> new Size(Math.max(164, tab(netns)), 72);
            case Bridge bridge -> new Size(Math.max(200, twoPart(element, 40)), BAR);
            case Switch plain -> new Size(Math.max(200, twoPart(element, 40)), BAR);
            case Router router -> new Size(ROUND, ROUND);
            case Vpc vpc -> new Size(ROUND, ROUND);
            case InternetGateway gateway -> new Size(ROUND, ROUND);
            case NatGateway gateway -> new Size(ROUND, ROUND);
            case Service service ->
                new Size(grid(18 + name(element, 12.5) + 34 + mono(Captions.service(service), 11) + 20), 40);
            case LoadBalancer balancer -> new Size(Math.max(120, stacked(element, 48)), 48);
            case Gateway gateway -> new Size(Math.max(124, stacked(element, 64)), 48);
            case Ingress ingress -> rows(element, Captions.rows(ingress));
            case HttpRoute route -> rows(element, Captions.rows(route));
            case NetworkPolicy policy -> new Size(Math.max(124, stacked(element, 54)), 56);
            case ClusterNetworkPolicy policy -> new Size(Math.max(124, stacked(element, 54)), 56);
            case SecurityGroup group -> new Size(Math.max(124, stacked(element, 54)), 56);
            case NetworkAcl acl -> new Size(Math.max(124, stacked(element, 54)), 56);
            case Internet internet -> new Size(104, 64);
            case Host host -> new Size(Math.max(148, stacked(element, 56)), 56);
            case Note note -> note(note);
        };
    }

    /// The space that an element takes, the text under it included.
    public static Size footprint(Element element, Size size) {
        return isRound(element) ? new Size(Math.max(size.w, stacked(element, 0)), size.h + CAPTION) : size;
    }

    /// Whether the name stands under the shape rather than in it.
    public static boolean isRound(Element element) {
        return element instanceof Router
                || element instanceof Vpc
                || element instanceof InternetGateway
                || element instanceof NatGateway;
    }

    public static double podHeight(int containers) {
        return containers == 0 ? 48 : Sizes.HEADER + 8 + containers * 28 - 4 + 12;
    }

    private static double podWidth(Pod pod) {
        List<String> addresses = Captions.addresses(pod);
        double address = addresses.stream()
                .mapToDouble(text -> mono(text, addresses.size() == 1 ? 11 : 10))
                .max()
                .orElse(0);
        double header = 14 + name(pod, 12.5) + 16 + address + 12;
        double widest = pod.containers().stream()
                .mapToDouble(Sizes::containerWidth)
                .max()
                .orElse(0);
        return grid(Math.max(164, Math.max(header, widest + 24)));
    }

    static double containerWidth(Container container) {
        double chips = container.ports().stream()
                .mapToDouble(port -> chipWidth(port) + 4)
                .sum();
        return 8 + width(container.name(), 11.5, Weight.MEDIUM) + 12 + chips;
    }

    /// The plate of a container port.
    public static double chipWidth(Container.Port port) {
        return mono(Captions.port(port), 10.5) + 10;
    }

    private static Size rows(Element element, List<Captions.Row> rows) {
        double widest = rows.stream()
                .mapToDouble(r -> mono(r.match(), 10.5) + 20 + mono(r.backend(), 10.5))
                .max()
                .orElse(0);
        double width = grid(Math.max(124, Math.max(widest + 24, name(element, 12) + 60)));
        return new Size(width, 32 + 8 + 18 * Math.max(1, rows.size()));
    }

    private static Size note(Note note) {
        List<String> lines = note.text().lines().toList();
        double widest = lines.stream()
                .mapToDouble(l -> width(l, 11.5, Weight.REGULAR))
                .max()
                .orElse(0);
        return new Size(grid(Math.clamp(widest + 26, 120, 280)), grid(28 + 16 * Math.max(2, lines.size())));
    }

    private static double tab(Element element) {
        return grid(Math.max(name(element, 10), mono(Captions.address(element), 11)) + 36);
    }

    /// Name and address side by side.
    private static double twoPart(Element element, double padding) {
        return grid(name(element, 12) + 8 + mono(Captions.address(element), 11) + padding);
    }

    /// Name over address.
    private static double stacked(Element element, double padding) {
        return grid(Math.max(name(element, 12), mono(Captions.address(element), 10.5)) + padding);
    }

    private static double name(Element element, double size) {
        return width(Captions.name(element), size, Weight.SEMIBOLD);
    }

    private static double width(String text, double size, Weight weight) {
        return FontMetrics.width(text, Face.UI, weight, size);
    }

    private static double mono(String text, double size) {
        return FontMetrics.width(text, Face.MONO, Weight.REGULAR, size);
    }

    private static double grid(double length) {
        return Math.ceil(length / 4) * 4;
    }
}
