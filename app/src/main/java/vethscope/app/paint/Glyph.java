package vethscope.app.paint;

import java.util.ArrayList;
import java.util.List;
import vethscope.app.scene.Rect;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.ClusterNetworkPolicy;
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

/// The small pictures of the kinds, 24 by 24 pixels, for the palette, trees and headers.
public enum Glyph {
    NODE(box(3, 4, 18, 16, 2.5, Family.HOST.body(1.75)), line("M3 9h18M6 6.6h4", Token.HOST, 1.5)),
    ZONE(box(3, 4, 18, 16, 4, Family.HOST.outline(1.5).dashed(4, 2.2))),
    NETNS(box(3, 6, 18, 14, 2, Family.HOST.outline(1.5).dashed(3, 1.8)), box(5, 3.5, 8, 5, 1.2, Family.HOST.body(1.2))),
    HOST(box(3, 4, 18, 12, 2, Family.HOST.body(1.75)), line("M12 16v4M8 20h8", Token.HOST, 1.75)),
    POD(box(3, 5, 18, 14, 4.5, Family.WORK.body(1.75)), line("M3.4 10h17.2", Token.WORK, 1.4)),
    CONTAINER(
            box(3, 8, 18, 8, 1.5, Family.WORK.hollow(1.5)),
            line("M6 12h6", Token.WORK, 1.5),
            box(15, 10.5, 3.5, 3, 0.6, Style.fill(Token.WORK))),
    BRIDGE(
            box(2, 10, 20, 7, 1.5, Family.L2.body(1.75)),
            box(4.5, 7.5, 4, 4, 0.5, Family.L2.hollow(1.4)),
            box(10, 7.5, 4, 4, 0.5, Family.L2.hollow(1.4)),
            box(15.5, 7.5, 4, 4, 0.5, Family.L2.hollow(1.4))),
    SWITCH(
            box(2, 9, 20, 7, 0, Family.L2.body(1.75)),
            box(4.5, 14, 4, 4, 0, Family.L2.hollow(1.4)),
            box(10, 14, 4, 4, 0, Family.L2.hollow(1.4)),
            box(15.5, 14, 4, 4, 0, Family.L2.hollow(1.4))),
    ROUTER(
            disc(Family.L3),
            line(
                    "M13.85 12H17.94M16.09 10.15L17.94 12L16.09 13.85M10.15 12H6.06M7.91 10.15L6.06 12L7.91 13.85"
                            + "M12 13.85V17.94M10.15 16.09L12 17.94L13.85 16.09M12 10.15V6.06M10.15 7.91L12 6.06L13.85 7.91",
                    Token.L3,
                    1.4)),
    VPC(
            box(3, 3, 18, 18, 4, Family.L3.body(1.75)),
            line(
                    "M13.96 12H18.3M16.34 10.04L18.3 12L16.34 13.96M10.04 12H5.7M7.66 10.04L5.7 12L7.66 13.96"
                            + "M12 13.96V18.3M10.04 16.34L12 18.3L13.96 16.34M12 10.04V5.7M10.04 7.66L12 5.7L13.96 7.66",
                    Token.L3,
                    1.4)),
    INTERNET_GATEWAY(disc(Family.L3), line("M12 6v3M12 15v3M6.5 12h11m-2.5 -2.5l2.5 2.5l-2.5 2.5", Token.L3, 1.5)),
    NAT_GATEWAY(disc(Family.L3), line("M9.2 15.5v-7l5.6 7v-7", Token.L3, 1.6)),
    SERVICE(box(2, 7, 20, 10, 5, Family.SVC.body(1.75).dashed(3.4, 2))),
    LOAD_BALANCER(shape("M7 5H17L22 12L17 19H7L2 12Z", Family.SVC.body(1.75))),
    INGRESS(
            shape("M6.5 4H17.5L21 8V18.5a1.5 1.5 0 0 1 -1.5 1.5H4.5a1.5 1.5 0 0 1 -1.5 -1.5V8Z", Family.SVC.body(1.75)),
            line("M3.4 10.5h17.2M6.5 15h5M15 15h2.5", Token.SVC, 1.4)),
    GATEWAY(
            shape("M7 5H17L22 12L17 19H7L2 12Z", Family.SVC.body(1.75)),
            line("M14.6 9.9a3.4 3.4 0 1 0 .9 2.4h-2.9", Token.SVC, 1.6)),
    HTTP_ROUTE(
            shape("M6.5 4H17.5L21 8V18.5a1.5 1.5 0 0 1 -1.5 1.5H4.5a1.5 1.5 0 0 1 -1.5 -1.5V8Z", Family.SVC.body(1.75)),
            line("M7 15.5h3.5l4 -5.5h2.5m-2 -2l2 2l-2 2", Token.SVC, 1.5)),
    NETWORK_POLICY(
            shape("M12 3L19.5 6V12C19.5 16.6 16 19.6 12 21C8 19.6 4.5 16.6 4.5 12V6Z", Family.SVC.body(1.75)),
            line("M8.5 12h7m-2.5 -2.5l2.5 2.5l-2.5 2.5", Token.SVC, 1.5)),
    CLUSTER_NETWORK_POLICY(
            shape("M12 3L19.5 6V12C19.5 16.6 16 19.6 12 21C8 19.6 4.5 16.6 4.5 12V6Z", Family.SVC.body(1.75)),
            line("M8 9.8h8M8 13.8h8", Token.SVC, 1.5)),
    SECURITY_GROUP(shape("M12 3L19.5 6V12C19.5 16.6 16 19.6 12 21C8 19.6 4.5 16.6 4.5 12V6Z", Family.L3.body(1.75))),
    NETWORK_ACL(
            shape("M12 3L19.5 6V12C19.5 16.6 16 19.6 12 21C8 19.6 4.5 16.6 4.5 12V6Z", Family.L3.body(1.75)),
            line("M8.5 9.5h7M8.5 12.5h7M8.5 15.5h4", Token.L3, 1.4)),
    INTERNET(shape(
            "M6.8 18.5C4.2 18.5 2.6 16.8 3 14.7C3.3 12.9 4.8 11.8 6.7 11.9C7.3 8.6 10.1 6.7 13 7.4C15.3 7.9 16.6 9.4 16.8 11.3C19.4 11.1 21.2 12.8 21 15.1C20.8 17.1 19.3 18.5 17.2 18.5Z",
            Family.HOST.body(1.75))),
    NOTE(
            shape("M4 4H15L20 9V20H4Z", Style.of(Token.MATCHED, Token.MATCHED_BAR, 1.5)),
            line("M15 4V9H20", Token.MATCHED_BAR, 1.5));

    /// The side of a glyph in its own size.
    public static final double SIZE = 24;

    private final List<Part> parts;

    Glyph(Part... parts) {
        this.parts = List.of(parts);
    }

    private record Part(Path path, double radius, List<Double> rect, Style style) {
        void draw(Pen pen) {
            if (rect.isEmpty()) {
                pen.path(path, style);
            } else {
                pen.rect(new Rect(rect.get(0), rect.get(1), rect.get(2), rect.get(3)), radius, style);
            }
        }
    }

    /// Draws it with its corner at (x, y).
    ///
    /// @param scale 1 for 24 pixels
    public void paint(Pen pen, double x, double y, double scale) {
        pen.at(x, y, scale, () -> parts.forEach(part -> part.draw(pen)));
    }

    public static Glyph of(Element element) {
        return switch (element) {
            case Zone zone -> ZONE;
            case KubeNode node -> NODE;
            case BareNetns netns -> NETNS;
            case Pod pod -> POD;
            case Bridge bridge -> BRIDGE;
            case Switch plain -> SWITCH;
            case Router router -> ROUTER;
            case Vpc vpc -> VPC;
            case InternetGateway gateway -> INTERNET_GATEWAY;
            case NatGateway gateway -> NAT_GATEWAY;
            case Service service -> SERVICE;
            case LoadBalancer balancer -> LOAD_BALANCER;
            case Ingress ingress -> INGRESS;
            case Gateway gateway -> GATEWAY;
            case HttpRoute route -> HTTP_ROUTE;
            case NetworkPolicy policy -> NETWORK_POLICY;
            case ClusterNetworkPolicy policy -> CLUSTER_NETWORK_POLICY;
            case SecurityGroup group -> SECURITY_GROUP;
            case NetworkAcl acl -> NETWORK_ACL;
            case Internet internet -> INTERNET;
            case Host host -> HOST;
            case Note note -> NOTE;
        };
    }

    private static Part box(double x, double y, double w, double h, double radius, Style style) {
        return new Part(new Path(new ArrayList<>()), radius, List.of(x, y, w, h), style);
    }

    private static Part shape(String data, Style style) {
        return new Part(Path.of(data), 0, List.of(), style.joined());
    }

    private static Part line(String data, Token token, double width) {
        return new Part(
                Path.of(data),
                0,
                List.of(),
                Style.stroke(Stroke.of(token, width).round()));
    }

    private static Part disc(Family family) {
        return box(3, 3, 18, 18, 9, family.body(1.75));
    }
}
